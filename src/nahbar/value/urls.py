"""The addresses of the room."""

from django.urls import path

from nahbar.value.views import (
    classes,
    customer,
    movement,
    reality,
    reckoning,
    rhythm,
    rules,
    spread,
)

ONE = "value/customers/<uuid:public_id>"

urlpatterns = [
    path("value/", spread.value, name="value"),
    path("value/rhythm/", rhythm.rhythm, name="value_rhythm"),
    path("value/moved/", movement.moved, name="value_moved"),
    path("value/reality/", reality.reality, name="value_reality"),
    path("value/runs/", reckoning.runs, name="value_runs"),
    path("value/runs/<uuid:public_id>/", spread.run, name="value_run"),
    path("value/progress/", reckoning.progress, name="value_progress"),
    path("value/rules/", rules.rules, name="value_rules"),
    path("value/classes/", classes.classes, name="value_classes"),
    path(f"{ONE}/", customer.customer, name="value_of_customer"),
    path(f"{ONE}/override/", customer.override, name="value_override"),
    path(f"{ONE}/override/withdraw/", customer.withdraw, name="value_withdraw"),
]
