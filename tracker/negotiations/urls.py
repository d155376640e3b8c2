from django.urls import path
from django.views.generic import RedirectView

from . import views

app_name = "negotiations"
urlpatterns = [
    path("n/<slug:slug>/", RedirectView.as_view(pattern_name="negotiations:tracks"), name="dashboard"),
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
