from django.urls import path

from . import views

app_name = "timelines"
urlpatterns = [
    path("n/<slug:slug>/timeline/", views.negotiation, name="negotiation"),
    path("n/<slug:slug>/tracks/<slug:track>/timeline/", views.track, name="track"),
]

# The first pages of a negotiation read from every room, so they live in this one; their names are the negotiations'.
negotiation_pages = [
    path("", views.home, name="home"),
    path("n/<slug:slug>/", views.dashboard, name="dashboard"),
    path("n/<slug:slug>/seen/", views.seen, name="seen"),
]
