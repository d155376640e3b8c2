from django.urls import path

from . import views

app_name = "sharing"
urlpatterns = [
    path("n/<slug:slug>/shares/", views.links, name="list"),
    path("n/<slug:slug>/shares/new/", views.new, name="new"),
    path("n/<slug:slug>/shares/<int:pk>/revoke/", views.revoke, name="revoke"),
    path("s/<str:token>/", views.open_link, name="open"),
    path("shared/<str:public_id>/", views.page, name="page"),
    path("shared/<str:public_id>/<path:path>", views.page, name="source"),
]
