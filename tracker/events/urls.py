from django.urls import path

from . import views

app_name = "events"
urlpatterns = [
    path("n/<slug:slug>/events/", views.events, name="list"),
    path("n/<slug:slug>/events/<int:event>/", views.event, name="event"),
]
