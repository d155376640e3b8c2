from django.urls import path

from . import views
from .coding.urls import urlpatterns as coding

app_name = "events"
urlpatterns = [
    path("n/<slug:slug>/events/", views.events, name="list"),
    path("n/<slug:slug>/events/<int:event>/", views.event, name="event"),
    *coding,
]
