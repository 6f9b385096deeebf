"""The report's own figures of which something can be said: read from the latest report."""

import uuid
from collections.abc import Collection
from decimal import Decimal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from nahbar.core import formats
from nahbar.core.access import Ability
from nahbar.core.figures import Asked, FigureKind, Reading, Readings, Unit
from nahbar.steering.models import ReportRun
from nahbar.steering.queries import latest_report

LABELS: dict[str, Promise] = {
    "steering.kept": lazy("Customers of one period who come in the next"),
    "steering.again": lazy("Customers who have bought more than once"),
    "steering.drifting": lazy("Margin that those who are drifting used to bring in a year"),
    "steering.returns": lazy("Share of the money that went back"),
    "steering.named": lazy("Orders of which we know the customer"),
    "steering.mail": lazy("Customers with a mail address"),
}
OF_ORDERS = {"steering.named", "steering.returns"}
UNITS = dict.fromkeys(LABELS, Unit.SHARE) | {"steering.drifting": Unit.MONEY}


def read(asked: Collection[Asked]) -> Readings:
    """The figures of the latest report; one query."""
    run = latest_report()
    if run is None or run.as_of is None:
        return {}
    found = run.content["figures"]
    return {
        (key, customer): _reading(key, found[key], run)
        for key, customer in asked
        if key in found and customer is None
    }


def _reading(key: str, found: dict[str, float], run: ReportRun) -> Reading:
    value, low, high = (Decimal(str(round(found[name], 6))) for name in ("value", "low", "high"))
    staying = run.content["staying"]
    basis = staying["unit"] if key == "steering.kept" else ""
    currency = run.currency if UNITS[key] == Unit.MONEY else ""
    day = run.as_of or run.started_at.date()
    return Reading(value, low, high, int(found["count"]), day, currency, basis=basis)


def _url(_customer: uuid.UUID | None) -> str:
    return reverse("report")


def _from_customers(count: int) -> str:
    words = ngettext("from %(count)s customer", "from %(count)s customers", count)
    return words % {"count": formats.number(count)}


def _from_orders(count: int) -> str:
    words = ngettext("from %(count)s order", "from %(count)s orders", count)
    return words % {"count": formats.number(count)}


FIGURES = tuple(
    FigureKind(
        key,
        label,
        Ability.SEE_REPORT,
        UNITS[key],
        _from_orders if key in OF_ORDERS else _from_customers,
        read,
        _url,
    )
    for key, label in LABELS.items()
)
