"""The addresses of the room."""

from django.urls import path

from nahbar.circulation import views

urlpatterns = [
    path("customers/<uuid:public_id>/things/", views.things, name="customer_things"),
    path("things/<uuid:public_id>/", views.thing, name="thing"),
    path("things/<uuid:public_id>/row/", views.row, name="thing_row"),
    path("things/<uuid:public_id>/end/", views.end, name="thing_end"),
    path("things/<uuid:public_id>/return/", views.bring_back, name="thing_return"),
]
