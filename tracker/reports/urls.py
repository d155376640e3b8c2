from django.urls import path

from . import views

app_name = "reports"
urlpatterns = [
    path("n/<slug:slug>/reports/", views.reports, name="list"),
    path("n/<slug:slug>/reports/<int:report>/", views.report, name="report"),
]
