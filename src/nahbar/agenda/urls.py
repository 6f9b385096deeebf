"""The addresses of the room."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("nahbar.agenda.task_urls")),
    path("", include("nahbar.agenda.calendar_urls")),
]
