"""Addresses of this room."""

from django.urls import path

from nahbar.demo import views

urlpatterns = [
    path("demo/progress/", views.progress, name="demo_progress"),
    path("demo/start-afresh/", views.afresh, name="start_afresh"),
]
