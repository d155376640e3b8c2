from django.urls import path

from . import outlets, views

app_name = "reports"
urlpatterns = [
    path("outlets/", outlets.outlets, name="outlets"),
    path("outlets/new/", outlets.new, name="outlet_new"),
    path("outlets/<int:pk>/", outlets.outlet, name="outlet"),
    path("outlets/<int:pk>/remove/", outlets.remove, name="outlet_remove"),
    path("n/<slug:slug>/reports/", views.reports, name="list"),
    path("n/<slug:slug>/reports/<int:report>/", views.report, name="report"),
]
