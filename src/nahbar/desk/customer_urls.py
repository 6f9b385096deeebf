"""The address of the page about one customer, which is composed here."""

from django.urls import path

from nahbar.desk.views import customer

urlpatterns = [
    path("customers/<uuid:public_id>/", customer.customer, name="customer"),
]
