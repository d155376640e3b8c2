from django.urls import path

from . import views

app_name = "timelines"
urlpatterns = [
    path("n/<slug:slug>/timeline/", views.negotiation, name="negotiation"),
    path("n/<slug:slug>/tracks/<slug:track>/timeline/", views.track, name="track"),
]
