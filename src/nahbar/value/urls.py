"""The addresses of the room."""

from django.urls import path

from nahbar.value.views import customer, reckoning, rules, spread

urlpatterns = [
    path("value/", spread.value, name="value"),
    path("value/runs/", reckoning.runs, name="value_runs"),
    path("value/runs/<uuid:public_id>/", spread.run, name="value_run"),
    path("value/progress/", reckoning.progress, name="value_progress"),
    path("value/rules/", rules.rules, name="value_rules"),
    path("value/customers/<uuid:public_id>/", customer.customer, name="value_of_customer"),
]
