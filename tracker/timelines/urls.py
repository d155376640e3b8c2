from django.urls import path

from . import views
from .search import views as search

app_name = "timelines"
urlpatterns = [
    path("n/<slug:slug>/timeline/", views.negotiation, name="negotiation"),
    path("n/<slug:slug>/tracks/<slug:track>/timeline/", views.track, name="track"),
    path("search/", search.search, name="search"),
    path("search/names/", search.names, name="search_names"),
    path("n/<slug:slug>/search/", search.search_in, name="search_in"),
    path("n/<slug:slug>/search/names/", search.names_in, name="search_names_in"),
]

# The first pages of a negotiation read from every room, so they live in this one; their names are the negotiations'.
negotiation_pages = [
    path("", views.home, name="home"),
    path("n/<slug:slug>/", views.dashboard, name="dashboard"),
    path("n/<slug:slug>/seen/", views.seen, name="seen"),
]
