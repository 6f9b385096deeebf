"""What one customer was worth in earlier runs, and what has changed since."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nahbar.core import formats
from nahbar.core.money import from_micros
from nahbar.value.frames import read_kept
from nahbar.value.models import ValueRun
from nahbar.value.moves import causes_in

RUNS = 6


@dataclass(frozen=True)
class PastFigure:
    """The figure of one run; `because` is what had changed against the run before it.

    `moved` is what changed within the month before the run's day, by cause.
    """

    run: ValueRun
    made_at: datetime
    as_of: date
    value: Decimal
    low: Decimal
    high: Decimal
    value_class: str
    currency: str
    because: str
    moved: dict[str, Decimal]


def past_figures(customer_id: int, runs: list[ValueRun]) -> list[PastFigure]:
    """The customer's figures in these runs (newest first) that knew them, newest first.

    Reads each run's kept file once; what it costs does not depend on this customer.
    """
    kept = [(run, _row(run, customer_id)) for run in runs]
    known = [(run, row) for run, row in kept if row is not None]
    earlier = [*known[1:], None]
    return [_figure(run, row, before) for (run, row), before in zip(known, earlier, strict=False)]


def _row(run: ValueRun, customer_id: int) -> dict[str, Any] | None:
    rows = read_kept(run, customers=[customer_id])
    return rows.row(0, named=True) if rows.height else None


def _figure(
    run: ValueRun, row: dict[str, Any], before: tuple[ValueRun, dict[str, Any]] | None
) -> PastFigure:
    assert run.as_of is not None  # noqa: S101  # a finished run has one
    return PastFigure(
        run=run,
        made_at=run.started_at,
        as_of=run.as_of,
        value=from_micros(row["value"]),
        low=from_micros(row["low"]),
        high=from_micros(row["high"]),
        value_class=row["value_class"],
        currency=run.currency,
        because=_because(run, row, *before) if before else "",
        moved=causes_in(row),
    )


def _because(run: ValueRun, row: dict[str, Any], earlier: ValueRun, before: dict[str, Any]) -> str:
    """What differs in the inputs; each reason in a few words."""
    reasons = []
    more = row["purchases"] - before["purchases"]
    if more > 0:
        text = ngettext("one purchase more", "%(count)s purchases more", more)
        reasons.append(text % {"count": formats.number(more)})
    elif more < 0:
        reasons.append(_("purchases were cancelled or returned"))
    elif row["turnover"] != before["turnover"]:
        reasons.append(_("the amounts of purchases have changed"))
    if run.as_of and earlier.as_of and run.as_of < earlier.as_of:
        reasons.append(_("it looks from an earlier day"))
    elif run.as_of != earlier.as_of and more <= 0:
        reasons.append(_("time has passed without a purchase"))
    if run.rules != earlier.rules:
        reasons.append(_("the firm reckons by other rules"))
    if not reasons and row["value"] != before["value"]:
        reasons.append(_("the models were fitted on other customers’ purchases as well"))
    return "; ".join(reasons)
