from django.urls import path

from . import views
from .runs.urls import urlpatterns as runs

app_name = "intake"
urlpatterns = [
    path("n/<slug:slug>/reports/new/", views.enter, name="enter"),
    path("n/<slug:slug>/reports/<int:report>/edit/", views.edit, name="edit"),
    *runs,
]
