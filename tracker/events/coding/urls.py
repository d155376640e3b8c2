from django.urls import path

from . import views

urlpatterns = [
    path("n/<slug:slug>/reports/<int:report>/claims/new/", views.new, name="claim_new"),
    path("n/<slug:slug>/reports/<int:report>/claims/suggested/", views.decide, name="claim_decide"),
    path("n/<slug:slug>/claims/<int:claim>/edit/", views.edit, name="claim_edit"),
    path("n/<slug:slug>/claims/<int:claim>/judge/", views.judge, name="claim_judge"),
]
