"""How a figure of last month is explained."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from tests.value.shop import AS_OF

from nahbar.sales.models import Order
from nahbar.value.history import past_figures
from nahbar.value.models import ValueSettings
from nahbar.value.operations.refresh import refresh_values
from nahbar.value.queries import finished_runs, value_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_each_run_says_what_it_said_then(open_shop, mia, now) -> None:
    anna = open_shop[0]
    refresh_values(by=mia, at=now - timedelta(days=30), as_of=AS_OF - timedelta(days=30))
    then = value_of(anna)
    refresh_values(by=mia, at=now, as_of=AS_OF)
    figures = past_figures(anna.pk, finished_runs(6))
    assert then is not None
    assert [figure.as_of for figure in figures] == [AS_OF, AS_OF - timedelta(days=30)]
    assert (figures[1].value, figures[1].low, figures[1].high) == (then.value, then.low, then.high)
    assert figures[1].because == ""


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ("nothing", ""),
        ("order", "one purchase more"),
        ("undone", "purchases were cancelled or returned"),
        ("rules", "the firm reckons by other rules"),
        ("others", "the models were fitted on other customers’ purchases as well"),
    ],
)
def test_what_had_changed_is_said(change: str, because: str, open_shop, sell, mia, now) -> None:
    anna = open_shop[0]
    refresh_values(by=mia, at=now, as_of=AS_OF)
    if change == "order":
        sell(anna, AS_OF, (50,))
    elif change == "undone":
        Order.objects.filter(customer=anna).latest("ordered_at").delete()
    elif change == "rules":
        ValueSettings.objects.create(pk=1, margin_percent=Decimal(50))
    elif change == "others":
        for other in open_shop[300:400]:
            sell(other, AS_OF, (500,))
    refresh_values(by=mia, at=now, as_of=AS_OF)
    assert past_figures(anna.pk, finished_runs(6))[0].because == because


def test_runs_before_somebody_came_say_nothing_of_them(open_shop, mia, now) -> None:
    refresh_values(by=mia, at=now, as_of=AS_OF)
    assert past_figures(10**9, finished_runs(6)) == []
