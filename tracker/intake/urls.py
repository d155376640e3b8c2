from django.urls import path

from . import views
from .feeds.urls import urlpatterns as feeds
from .runs.urls import urlpatterns as runs

app_name = "intake"
urlpatterns = [
    path("n/<slug:slug>/reports/new/", views.enter, name="enter"),
    path("n/<slug:slug>/reports/<int:report>/edit/", views.edit, name="edit"),
    *feeds,
    *runs,
]
