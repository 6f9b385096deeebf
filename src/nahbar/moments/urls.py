"""The addresses of the room."""

from django.urls import path

from nahbar.moments import views

urlpatterns = [
    path("customers/<uuid:public_id>/encounters/", views.encounters, name="customer_encounters"),
]
