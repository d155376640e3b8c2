from django.urls import path

from . import views
from .saved import views as saved

app_name = "sharing"
urlpatterns = [
    path("n/<slug:slug>/shares/", views.links, name="list"),
    path("n/<slug:slug>/shares/new/", views.new, name="new"),
    path("n/<slug:slug>/shares/<int:pk>/revoke/", views.revoke, name="revoke"),
    path("n/<slug:slug>/views/", saved.views, name="views"),
    path("n/<slug:slug>/views/new/", saved.new, name="view_new"),
    path("n/<slug:slug>/views/<int:pk>/", saved.edit, name="view"),
    path("n/<slug:slug>/views/<int:pk>/remove/", saved.remove, name="view_remove"),
    path("s/<str:token>/", views.open_link, name="open"),
    path("embed/<str:token>/", views.embedded, name="embed"),
    path("embed/<str:token>/<path:path>", views.embedded, name="embed_source"),
    path("shared/<str:public_id>/", views.page, name="page"),
    path("shared/<str:public_id>/<path:path>", views.page, name="source"),
]
