from django.urls import path

from . import views

urlpatterns = [
    path("n/<slug:slug>/repair/", views.queue, name="repair"),
    path("n/<slug:slug>/repair/<slug:kind>/<int:row>/", views.settle, name="repair_settle"),
]
