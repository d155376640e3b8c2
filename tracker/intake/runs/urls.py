"""Addresses of what comes in; part of tracker.intake.urls."""

from django.urls import path

from . import items, views

IN = "n/<slug:slug>/import/"
urlpatterns = [
    path(IN, views.inbox, name="inbox"),
    path(f"{IN}start/", views.start, name="start"),
    path(f"{IN}runs/<int:run>/", views.run, name="run"),
    path(f"{IN}runs/<int:run>/cancel/", views.cancel, name="run_cancel"),
    path(f"{IN}runs/<int:run>/retry/", views.retry, name="run_retry"),
    path(f"{IN}runs/<int:run>/undo/", views.undo, name="run_undo"),
    path("n/<slug:slug>/reports/<int:report>/again/", views.again, name="again"),
    path(f"{IN}items/<int:item>/", items.item, name="item"),
    path(f"{IN}items/<int:item>/decide/", items.decide, name="item_decide"),
    path(f"{IN}items/<int:item>/retry/", items.retry, name="item_retry"),
    path(f"{IN}items/<int:item>/map/", items.map_columns, name="item_map"),
    path(f"{IN}items/<int:item>/original/", items.original, name="original"),
]
