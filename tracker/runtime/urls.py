from django.urls import path

from tracker.runtime import views

app_name = "runtime"
urlpatterns = [
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
]
