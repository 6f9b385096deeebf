"""The figures about value of which something can be said: read from what the current run keeps."""

import uuid
from bisect import bisect_left
from collections.abc import Callable, Collection
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from nahbar.core import formats
from nahbar.core.access import Ability
from nahbar.core.figures import Asked, FigureKind, Reading, Readings, Unit
from nahbar.value import words
from nahbar.value.models import ValueRun
from nahbar.value.queries import current_run, values_of
from nahbar.value.summary import RunSummary, summary_of

TOTAL, EXPECTED, MARGIN = "value.total", "value.expected", "value.margin"
HALF, MEDIAN, CUSTOMERS = "value.half", "value.median", "value.customers"
CALIBRATION, CUSTOMER = "value.calibration", "value.customer"
DRIFTING, DRIFTING_EXPECTED = "value.drifting", "value.drifting_expected"


def read(asked: Collection[Asked]) -> Readings:
    """The figures of the current run; one query for the run, one for all customers together."""
    run = current_run()
    summary = summary_of(run) if run else None
    if run is None or summary is None:
        return {}
    whole = _of_run(run, summary)
    found = {(key, customer): whole[key] for key, customer in asked if key in whole}
    customers = [customer for key, customer in asked if key == CUSTOMER and customer]
    return {**found, **(_of_customers(run, customers) if customers else {})}


def _of_run(run: ValueRun, summary: RunSummary) -> dict[str, Reading]:
    about: dict[str, Any] = {
        "as_of": summary.as_of,
        "currency": summary.currency,
        "basis": _basis(run),
    }
    count = summary.ranked
    if not count:
        return {}
    readings = {
        TOTAL: Reading(summary.value, *_ends(run, "value"), count, **about),
        MARGIN: _exact(summary.margin_so_far, summary.with_history, about),
        CUSTOMERS: _exact(
            Decimal(summary.with_history), summary.customers, {**about, "currency": ""}
        ),
        MEDIAN: Reading(summary.median, None, None, count, **about),
    }
    if not summary.missing:
        readings[EXPECTED] = Reading(summary.expected, *_ends(run, "expected"), count, **about)
    if half := _half(summary, about):
        readings[HALF] = half
    if tested := _tested(summary, about):
        readings[CALIBRATION] = tested
    if "drifting" in summary.rhythm:
        readings |= _drifting(summary, about)
    return readings


def _of_customers(run: ValueRun, customers: Collection[int]) -> dict[Asked, Reading]:
    return {
        (CUSTOMER, customer): Reading(
            figure.value,
            figure.low,
            figure.high,
            figure.purchases,
            figure.as_of,
            figure.currency,
            basis=_basis(run),
        )
        for customer, figure in values_of(list(customers), run).items()
    }


def _basis(run: ValueRun) -> str:
    """The rules that were reckoned by: figures of different rules are not compared."""
    rules = sorted((name, str(value)) for name, value in run.rules.items())
    return blake2b(repr(rules).encode(), digest_size=8).hexdigest()


def _exact(value: Decimal, count: int, about: dict[str, Any]) -> Reading:
    return Reading(value, value, value, count, **about)


def _ends(run: ValueRun, name: str) -> tuple[Decimal | None, Decimal | None]:
    """The range of a sum, where the run kept one."""
    low, high = run.totals.get(f"{name}_low"), run.totals.get(f"{name}_high")
    return (Decimal(low), Decimal(high)) if low and high else (None, None)


def _half(summary: RunSummary, about: dict[str, Any]) -> Reading | None:
    """The share of customers who bring half of the value.

    What those customers bring has a range; how many are needed for half has the one that the
    curve makes of it: read at as much less or more of the value.
    """
    found = summary.concentration
    if found is None or not summary.curve:
        return None
    value = Decimal(found.customers) / summary.ranked
    low = min(value, _customers_for(summary.curve, found.share - (found.high - found.share)))
    high = max(value, _customers_for(summary.curve, found.share + (found.share - found.low)))
    sentence = _("%(share)s of the customers bring half of all value.")
    told = sentence % {"share": formats.percent(value, 1)}
    of = {**about, "currency": "", "sentence": told if found.is_sure else words.finding(summary)}
    return Reading(value, low, high, summary.ranked, **of)


def _drifting(summary: RunSummary, about: dict[str, Any]) -> dict[str, Reading]:
    """Who is silent for longer than is usual for them, and what was to be expected of them."""
    found = summary.rhythm
    count, expected = Decimal(found["drifting"]), Decimal(found["drifting_expected"])
    return {
        DRIFTING: _exact(count, found["with_rhythm"], {**about, "currency": ""}),
        DRIFTING_EXPECTED: Reading(expected, None, None, found["drifting"], **about),
    }


def _customers_for(curve: list[list[float]], share: float) -> Decimal:
    """The share of customers who bring this share of value, between the points of the curve."""
    at = bisect_left([value for _customers, value in curve], share)
    if at == 0 or at == len(curve):
        return Decimal(str(curve[min(at, len(curve) - 1)][0]))
    (before, less), (after, more) = curve[at - 1], curve[at]
    part = (share - less) / (more - less) if more > less else 1.0
    return Decimal(str(round(before + part * (after - before), 6)))


def _tested(summary: RunSummary, about: dict[str, Any]) -> Reading | None:
    """How far the model was off in its test; one test has no range."""
    tested = summary.calibration
    if not tested or tested.get("bias") is None:
        return None
    off = Decimal(str(round(abs(tested["bias"]), 6)))
    return Reading(off, None, None, tested["customers"], **{**about, "currency": ""})


def _value_url(customer: uuid.UUID | None) -> str:
    return reverse("value_of_customer", args=[customer]) if customer else reverse("value")


def _from_customers(count: int) -> str:
    words = ngettext("from %(count)s customer", "from %(count)s customers", count)
    return words % {"count": formats.number(count)}


def _from_days(count: int) -> str:
    words = ngettext(
        "from %(count)s day with a purchase", "from %(count)s days with a purchase", count
    )
    return words % {"count": formats.number(count)}


def _kind(
    key: str, label: Any, unit: Unit, rests_on: Callable[[int], str] = _from_customers
) -> FigureKind:
    is_of_customer = key == CUSTOMER
    return FigureKind(
        key,
        label,
        Ability.SEE_VALUE,
        unit,
        rests_on,
        read,
        _value_url,
        is_of_customer=is_of_customer,
    )


FIGURES = (
    _kind(TOTAL, lazy("Value of all customers"), Unit.MONEY),
    _kind(HALF, lazy("Share of the customers who bring half of the value"), Unit.SHARE),
    _kind(EXPECTED, lazy("Margin to be expected"), Unit.MONEY),
    _kind(MARGIN, lazy("Margin so far"), Unit.MONEY),
    _kind(CUSTOMERS, lazy("Customers with a purchase"), Unit.COUNT),
    _kind(MEDIAN, lazy("Value of the customer in the middle"), Unit.MONEY),
    _kind(CALIBRATION, lazy("How far the model was off in its test"), Unit.SHARE),
    _kind(DRIFTING, lazy("Customers who are silent for longer than is usual for them"), Unit.COUNT),
    _kind(DRIFTING_EXPECTED, lazy("Margin to be expected of the silent"), Unit.MONEY),
    _kind(CUSTOMER, lazy("Value of the customer"), Unit.MONEY, _from_days),
)
