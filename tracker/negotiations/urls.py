from django.urls import path

from . import views
from .setup import views as setup

# The home page and the dashboard carry names of this room too: tracker/timelines/urls.py.
app_name = "negotiations"
urlpatterns = [
    path("n/new/", setup.new, name="new"),
    path("n/<slug:slug>/setup/", setup.overview, name="setup"),
    path("n/<slug:slug>/setup/negotiation/", setup.negotiation, name="setup_negotiation"),
    path("n/<slug:slug>/setup/members/", setup.members, name="setup_members"),
    path("n/<slug:slug>/setup/<str:noun>/new/", setup.add, name="setup_add"),
    path("n/<slug:slug>/setup/<str:noun>/<int:pk>/", setup.edit, name="setup_edit"),
    path("n/<slug:slug>/setup/<str:noun>/<int:pk>/remove/", setup.remove, name="setup_remove"),
    path("n/<slug:slug>/setup/proposals/<int:pk>/versions/new/", setup.add_version, name="setup_version"),
    path("actors/<int:actor>/", views.actor_anywhere, name="actor_anywhere"),
    path("n/<slug:slug>/tracks/", views.tracks, name="tracks"),
    path("n/<slug:slug>/tracks/<slug:track>/", views.track, name="track"),
    path("n/<slug:slug>/actors/", views.actors, name="actors"),
    path("n/<slug:slug>/actors/<int:actor>/", views.actor, name="actor"),
    path("n/<slug:slug>/issues/", views.issues, name="issues"),
    path("n/<slug:slug>/issues/<slug:issue>/", views.issue, name="issue"),
    path("n/<slug:slug>/proposals/", views.proposals, name="proposals"),
    path("n/<slug:slug>/proposals/<slug:proposal>/", views.proposal, name="proposal"),
]
