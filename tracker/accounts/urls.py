from django.urls import include, path

from . import views

urlpatterns = [
    path("me/", views.me, name="me"),
    path("people/", views.people, name="people"),
    path("people/new/", views.person, name="person_new"),
    path("people/<int:pk>/", views.person, name="person"),
    path("", include("allauth.account.urls")),
]
