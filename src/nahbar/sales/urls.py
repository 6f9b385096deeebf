"""The addresses of the room."""

from django.urls import path

from nahbar.sales import views

urlpatterns = [
    path("orders/<uuid:public_id>/", views.order, name="order"),
]
