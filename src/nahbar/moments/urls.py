"""The addresses of the room."""

from django.urls import path

from nahbar.moments import views

urlpatterns = [
    path("customers/<uuid:public_id>/encounters/", views.encounters, name="customer_encounters"),
    path(
        "customers/<uuid:public_id>/encounters/<uuid:encounter>/", views.encounter, name="encounter"
    ),
    path(
        "customers/<uuid:public_id>/encounters/<uuid:encounter>/removal/",
        views.removal,
        name="encounter_removal",
    ),
    path(
        "customers/<uuid:public_id>/encounters/returns/<int:removed>/",
        views.bring_back,
        name="encounter_return",
    ),
]
