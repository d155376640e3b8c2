from django.urls import path, register_converter

from . import tiles_views, views
from .changes import views as changes
from .compare import views as compare
from .search import views as search

app_name = "timelines"


class Whole:
    """A whole number, below nought too: tiles before 1970 have such ones."""

    regex = "-?[0-9]{1,12}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(Whole, "whole")

NEGOTIATION, TRACK = "n/<slug:slug>/timeline/", "n/<slug:slug>/tracks/<slug:track>/timeline/"
TILE = "tiles/<int:width>/<whole:number>/"
urlpatterns = [
    path(NEGOTIATION, views.negotiation, name="negotiation"),
    path(TRACK, views.track, name="track"),
    path(NEGOTIATION + TILE, tiles_views.tile, name="tile"),
    path(TRACK + TILE, tiles_views.tile, name="track_tile"),
    path(NEGOTIATION + "go/", tiles_views.go, name="go"),
    path(TRACK + "go/", tiles_views.go, name="track_go"),
    path(NEGOTIATION + "lanes.svg", tiles_views.picture, name="picture"),
    path(TRACK + "lanes.svg", tiles_views.picture, name="track_picture"),
    path(NEGOTIATION + "changes/", changes.changes, name="changes"),
    path(TRACK + "changes/", changes.changes, name="track_changes"),
    path(NEGOTIATION + "compare/", compare.compare, name="compare"),
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
