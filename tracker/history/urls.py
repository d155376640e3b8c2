from django.urls import path

from . import views

app_name = "history"
urlpatterns = [
    path("history/<str:label>/<int:pk>/", views.history, name="object"),
    path("history/<str:label>/<int:pk>/restore/<int:event>/", views.restore, name="restore"),
    path("set-aside/", views.set_aside, name="set_aside"),
    path("set-aside/<int:pk>/discard/", views.discard, name="discard"),
]
