"""The addresses of the pages about customers that are composed here."""

from django.urls import path

from nahbar.desk.views import customer, customers

urlpatterns = [
    path("customers/", customers.customers, name="customers"),
    path("customers/<uuid:public_id>/", customer.customer, name="customer"),
]
