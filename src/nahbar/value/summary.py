"""One run as a whole, as pages, panels and the command read it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from nahbar.value.models import ValueRun

NARROW = 0.1  # a share that is said to be half lies between four and six tenths


@dataclass(frozen=True)
class ClassPart:
    """One class: how many customers, what they are worth together, their share of all value."""

    name: str
    customers: int
    value: Decimal
    share: float


@dataclass(frozen=True)
class Concentration:
    """The fewest customers who bring half of all value, their share, and its range (95 %)."""

    customers: int
    share: float
    low: float
    high: float

    @property
    def is_sure(self) -> bool:
        """Whether the range allows to say: half."""
        return self.low >= self.share - NARROW and self.high <= self.share + NARROW


@dataclass(frozen=True)
class RunSummary:
    """What a run found. `missing` is a code with facts where nothing could be expected.

    `ranked` of the `customers` have a place: a purchase, or a person's word. The sums are theirs.
    """

    public_id: uuid.UUID
    is_current: bool
    as_of: date
    started_at: datetime
    by: str
    currency: str
    rules: dict[str, Any]
    fits: list[dict[str, Any]]
    missing: dict[str, Any] | None
    customers: int
    with_history: int
    ranked: int
    below_zero: int
    orders: int
    lines_with_cost: int
    margin_share: float
    value: Decimal
    margin_so_far: Decimal
    expected: Decimal
    turnover: Decimal
    median: Decimal
    classes: list[ClassPart]
    concentration: Concentration | None
    histogram: dict[str, list[float]] | None
    curve: list[list[float]]
    left_out: dict[str, Any]
    said: dict[str, Any]
    possible: dict[str, Any]
    priors: list[dict[str, Any]]
    moved: dict[str, Any]
    rhythm: dict[str, Any]
    top: list[dict[str, Any]]

    @property
    def buying(self) -> list[dict[str, Any]]:
        """The models of buying, the chosen one first."""
        return [fit for fit in self.fits if "is_chosen" in fit]

    @property
    def lasting(self) -> dict[str, Any] | None:
        """How long things for years are kept, where that could be fitted."""
        return next((fit for fit in self.fits if "median_days" in fit), None)

    @property
    def is_at_rate(self) -> bool:
        """Whether margin is a rate of the price throughout: no line has a cost."""
        return not self.lines_with_cost

    @property
    def calibration(self) -> dict[str, Any] | None:
        """How the chosen model of buying stood the test on the last part of the time."""
        return next((fit["calibration"] for fit in self.fits if fit["calibration"]), None)


def summary_of(run: ValueRun) -> RunSummary | None:
    """The run's summary; None for one that did not come to its end."""
    if run.as_of is None or not run.totals:
        return None
    totals = run.totals
    found = totals.get("concentration")
    counts = ("customers", "with_history", "below_zero", "orders", "lines_with_cost")
    money = ("value", "margin_so_far", "expected", "turnover", "median")
    figures: dict[str, Any] = {name: totals.get(name, 0) for name in counts}
    # In runs of before, everybody had a place.
    figures["ranked"] = totals.get("ranked", figures["customers"])
    figures |= {name: Decimal(totals.get(name, "0")) for name in money}
    return RunSummary(
        public_id=run.public_id,
        is_current=run.state == ValueRun.State.CURRENT,
        as_of=run.as_of,
        started_at=run.started_at,
        by=str(run.by) if run.by else "",
        currency=run.currency,
        rules=run.rules,
        fits=run.fits,
        missing=totals.get("missing"),
        margin_share=totals["margin_share"],
        classes=[_class_part(part) for part in totals["classes"]],
        concentration=Concentration(**found) if found else None,
        histogram=totals.get("histogram"),
        curve=totals.get("curve", []),
        left_out=totals["left_out"],
        said=totals.get("said") or {"customers": 0, "change": "0"},
        possible=totals.get("possible") or {"customers": 0, "expected": "0"},
        priors=totals.get("priors") or [],
        moved=totals.get("moved") or {},
        rhythm=totals.get("rhythm") or {},
        top=totals.get("top") or [],
        **figures,
    )


def _class_part(part: dict[str, Any]) -> ClassPart:
    return ClassPart(part["name"], part["customers"], Decimal(part["value"]), part["share"])
