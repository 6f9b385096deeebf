"""The addresses of the house's upkeep."""

from django.urls import path

from nahbar.site.keeping import views

urlpatterns = [
    path("house/backups/", views.backups, name="backups"),
    path("house/backups/new/", views.new_backup, name="backup_new"),
    path("house/backups/drill/", views.new_drill, name="drill_new"),
    path("house/health/", views.health, name="health"),
]
