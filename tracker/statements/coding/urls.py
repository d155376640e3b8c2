from django.urls import path

from . import views

urlpatterns = [
    path("n/<slug:slug>/reports/<int:report>/code/", views.workbench, name="workbench"),
    path("n/<slug:slug>/reports/<int:report>/code/new/", views.new, name="new"),
    path("n/<slug:slug>/reports/<int:report>/code/suggest/", views.suggest, name="suggest"),
    path("n/<slug:slug>/statements/<int:statement>/edit/", views.edit, name="edit"),
    path("n/<slug:slug>/statements/<int:statement>/card/", views.one_card, name="card"),
    path("n/<slug:slug>/statements/<int:statement>/judge/", views.judge, name="judge"),
    path("n/<slug:slug>/statements/<int:statement>/undo/", views.undo, name="undo"),
    path("n/<slug:slug>/statements/<int:statement>/bounds/", views.bounds, name="bounds"),
]
