"""Addresses of feeds; part of tracker.intake.urls."""

from django.urls import path

from . import views

IN = "n/<slug:slug>/import/feeds/"
urlpatterns = [
    path(IN, views.feeds, name="feeds"),
    path(f"{IN}new/", views.new, name="feed_new"),
    path(f"{IN}<int:feed>/", views.feed, name="feed"),
    path(f"{IN}<int:feed>/look/", views.look, name="feed_look"),
    path(f"{IN}<int:feed>/remove/", views.remove, name="feed_remove"),
]
