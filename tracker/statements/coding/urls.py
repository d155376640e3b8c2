from django.urls import path

from . import judging, teaching, views

REPORT = "n/<slug:slug>/reports/<int:report>/code/"
STATEMENT = "n/<slug:slug>/statements/<int:statement>/"

urlpatterns = [
    path(REPORT, views.workbench, name="workbench"),
    path(f"{REPORT}new/", views.new, name="new"),
    path(f"{REPORT}suggest/", views.suggest, name="suggest"),
    path(f"{REPORT}undo/", judging.undo, name="undo"),
    path(f"{REPORT}teach/", teaching.teach, name="teach"),
    path(f"{REPORT}teach/elsewhere/", teaching.elsewhere, name="teach_elsewhere"),
    path(f"{REPORT}teach/<int:word>/forget/", teaching.forget, name="teach_forget"),
    path(f"{STATEMENT}edit/", views.edit, name="edit"),
    path(f"{STATEMENT}card/", views.one_card, name="card"),
    path(f"{STATEMENT}judge/", judging.judge, name="judge"),
    path(f"{STATEMENT}take/", judging.take, name="take"),
    path(f"{STATEMENT}same/", judging.same, name="same"),
    path(f"{STATEMENT}bounds/", judging.bounds, name="bounds"),
]
