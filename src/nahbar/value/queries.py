"""Answers about value, for pages of this and of other rooms."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, QuerySet

from nahbar.core.models import User
from nahbar.core.money import from_micros, to_micros
from nahbar.customers.models import Customer
from nahbar.value.models import ClassesShown, CustomerValue, ValueRun

State = ValueRun.State
COVERAGE = 0.95


@dataclass(frozen=True)
class CustomerFigure:
    """What one customer is worth, of the current run; ranges hold with 95 %.

    `value` = `margin_so_far` + `expected`, in `currency`, unless a person has said otherwise: then
    that sum is `reckoned`. `expected_long` is the part of `expected` that `replacements` of things
    kept for years bring; `factor` 0–100; `value_class` A–D. `has_history` is false where no
    purchase is known: then `expected` is the group's prior, and unless a person has said a value,
    they have no place among the others: no factor, and no class ("").
    `can_expect` is false where the whole run has no expectation: then `expected` is 0.
    """

    customer_id: int
    run_id: int
    value: Decimal
    low: Decimal
    high: Decimal
    margin_so_far: Decimal
    expected: Decimal
    expected_low: Decimal
    expected_high: Decimal
    turnover: Decimal
    purchase_margin: Decimal | None
    factor: int | None
    value_class: str
    probability_alive: float | None
    expected_purchases: float | None
    purchases: int
    first_on: date | None
    last_on: date | None
    has_history: bool
    expected_long: Decimal
    replacements: float | None
    reckoned: Decimal | None
    value_before: Decimal | None
    silent_days: int | None
    limit_days: int | None
    is_drifting: bool | None
    prior: int | None
    currency: str
    as_of: date
    can_expect: bool

    @property
    def is_told(self) -> bool:
        """Whether a list says it: of who has no place, only where something can be expected."""
        return self.factor is not None or self.can_expect

    @property
    def rhythm(self) -> float | None:
        """Mean days between two purchases, where there were two."""
        if self.purchases < 2 or self.first_on is None or self.last_on is None:
            return None
        return (self.last_on - self.first_on).days / (self.purchases - 1)


OWN = (
    "customer_id",
    "run_id",
    *("value", "low", "high", "margin_so_far", "expected", "expected_low", "expected_high"),
    *("turnover", "purchase_margin", "factor", "value_class", "probability_alive"),
    *("expected_purchases", "purchases", "first_on", "last_on", "has_history"),
    *("expected_long", "replacements", "reckoned", "value_before"),
    *("silent_days", "limit_days", "is_drifting", "prior"),
)


def figure_as_data(figure: CustomerFigure) -> dict[str, Any]:
    """A customer's figure as machines read it, the same everywhere; amounts are decimals written out.

    `long` is the part of `expected` that things kept for years bring; `override` what a person says
    instead, with the value that was reckoned; `rhythm` is in days. None where there is nothing to say.
    """

    def money(amount: Decimal) -> dict[str, str]:
        return {"amount": format(amount, "f"), "currency": figure.currency}

    expected = {
        **money(figure.expected),
        "low": money(figure.expected_low),
        "high": money(figure.expected_high),
    }
    return {
        "value": money(figure.value),
        "factor": figure.factor,
        "class": figure.value_class,
        "parts": {"margin_so_far": money(figure.margin_so_far), "expected": expected},
        "range": {"low": money(figure.low), "high": money(figure.high), "coverage": COVERAGE},
        "has_history": figure.has_history,
        "purchases": figure.purchases,
        "probability_alive": figure.probability_alive,
        "expected_purchases": figure.expected_purchases,
        "long": {**money(figure.expected_long), "replacements": figure.replacements},
        "rhythm": {
            "silent_days": figure.silent_days,
            "limit_days": figure.limit_days,
            "is_drifting": figure.is_drifting,
        },
        "override": None if figure.reckoned is None else {"reckoned": money(figure.reckoned)},
        "as_of": figure.as_of,
    }


def values_of(
    customer_ids: Sequence[int], run: ValueRun | None = None
) -> dict[int, CustomerFigure]:
    """The figures of these customers, by id; who has none is not in it. Two queries.

    Of the current run, or of the one at hand, so that a page is not of two.
    """
    run = run or current_run()
    if run is None:
        return {}
    rows = CustomerValue.objects.filter(run=run, customer_id__in=list(customer_ids))
    return {row.customer_id: _figure(row, run) for row in rows}


def figure_for(customer: Customer, person: User) -> tuple[CustomerFigure, ValueRun, bool] | None:
    """One query: the customer's current figure, its run, and whether `person` wants class letters."""
    rows = CustomerValue.objects.filter(customer=customer, run__state=State.CURRENT)
    wants = Exists(ClassesShown.objects.filter(person=person))
    row = rows.select_related("run__by").annotate(wants_classes=wants).first()
    return (_figure(row, row.run), row.run, row.wants_classes) if row else None


def value_of(customer: Customer) -> CustomerFigure | None:
    """The current figure of one customer."""
    return values_of([customer.pk]).get(customer.pk)


def page_by_value(
    after: tuple[int, int] | None,
    limit: int,
    value_class: str | None = None,
    *,
    drifting: bool = False,
    run: ValueRun | None = None,
) -> list[int]:
    """Ids of customers, the most valuable first; `drifting`: only those silent for too long.

    Who has never bought has no place among them. Of the current run, or of the one at hand.

    `after` is the value in millionths and the id of the last customer of the page before, see
    `key_of`. Read by key along one index: every page costs the same.
    """
    run = run or current_run()
    if run is None:
        return []
    only = {"is_drifting": True} if drifting else {"factor__isnull": False}
    rows = CustomerValue.objects.filter(run=run, **only)
    if value_class is not None:
        bounds = _bounds(run, value_class)
        if bounds is None:
            return []
        rows = rows.filter(**bounds)
    parts = [rows] if after is None else _beyond(rows, *after)
    found: list[int] = []
    for part in parts:
        ordered = part.order_by("-value", "-customer_id").values_list("customer_id", flat=True)
        found += ordered[: limit - len(found)]
        if len(found) == limit:
            break
    return found


def key_of(figure: CustomerFigure) -> tuple[int, int]:
    """Where the page after this customer begins: `after` for `page_by_value`."""
    return to_micros(figure.value), figure.customer_id


def current_run() -> ValueRun | None:
    """The run whose figures are shown."""
    return ValueRun.objects.filter(state=State.CURRENT).select_related("by").first()


def run_under_way() -> ValueRun | None:
    """The run that is being made, or was when its worker was killed."""
    return ValueRun.objects.filter(state=State.RUNNING).order_by("-pk").first()


def finished_runs(limit: int) -> list[ValueRun]:
    """The latest runs that came to their end, newest first, the current one among them."""
    return list(_finished().order_by("-pk")[:limit])


def run_of(public_id: uuid.UUID) -> ValueRun | None:
    """A run that came to its end."""
    return _finished().filter(public_id=public_id).first()


def _finished() -> QuerySet[ValueRun]:
    runs = ValueRun.objects.filter(state__in=[State.CURRENT, State.PAST])
    return runs.select_related("by")


def _figure(row: CustomerValue, run: ValueRun) -> CustomerFigure:
    own: dict[str, Any] = {name: getattr(row, name) for name in OWN}
    run_has: dict[str, Any] = {"currency": run.currency, "as_of": run.as_of}
    return CustomerFigure(**own, **run_has, can_expect=not run.totals.get("missing"))


def _beyond(
    rows: QuerySet[CustomerValue], micros: int, customer_id: int
) -> list[QuerySet[CustomerValue]]:
    """What comes after a key, as two ranges of the index: many newcomers are worth the same."""
    value: dict[str, Decimal] = {"value": from_micros(micros)}
    less: dict[str, Decimal] = {"value__lt": from_micros(micros)}
    return [rows.filter(**value, customer_id__lt=customer_id), rows.filter(**less)]


def _bounds(run: ValueRun, value_class: str) -> dict[str, Decimal] | None:
    """The lowest and the highest value in a class: who is worth the same is in the same class."""
    for part in run.totals.get("classes", []):
        if part["name"] == value_class and part["customers"]:
            lowest, highest = from_micros(part["lowest"]), from_micros(part["highest"])
            return {"value__gte": lowest, "value__lte": highest}
    return None
