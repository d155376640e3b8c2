from django.urls import path

from . import views
from .coding.urls import urlpatterns as coding
from .quality.views import suggestions

app_name = "statements"
urlpatterns = [
    path("n/<slug:slug>/statements/<int:statement>/", views.statement, name="statement"),
    path("n/<slug:slug>/statements/<int:statement>/cite.<slug:form>", views.cite, name="cite"),
    path("n/<slug:slug>/suggestions/", suggestions, name="suggestions"),
    *coding,
]
