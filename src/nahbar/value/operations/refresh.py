"""Reckoning anew what every customer is worth; every run is kept."""

import io
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
from django.db import transaction

from nahbar.core import clock, files
from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.bulk import insert_frame, read_matching
from nahbar.core.events import announce
from nahbar.core.jobs import leave_if_stopping
from nahbar.core.ledger import record
from nahbar.core.models import User
from nahbar.core.turns import turn
from nahbar.customers.frames import read_people
from nahbar.moments.frames import read_visit_days
from nahbar.value.events import ValuesReckoned
from nahbar.value.models import CustomerValue, RunPart, ValueRun
from nahbar.value.operations.clear_away import give_up, remove_past_rows, remove_unfinished
from nahbar.value.overrides import read_overrides
from nahbar.value.portfolio import describe_portfolio
from nahbar.value.purchases import Purchases, read_purchases
from nahbar.value.reckoning import Known, Reckoned, reckon
from nahbar.value.rules import Rules, current_rules
from nahbar.value.spread import describe_spread

SLICE = 25_000
# One customer's page opens a part of each of the last runs: small ones open quickly.
PART = 5_000
STALE = timedelta(days=31)
State = ValueRun.State


@dataclass
class Stopwatch:
    """Seconds of each step, for who wants to know where the time went."""

    seconds: dict[str, float] = field(default_factory=dict)
    since: float = field(default_factory=time.perf_counter)

    def lap(self, step: str) -> None:
        """The step that began with the last lap has ended."""
        now = time.perf_counter()
        self.seconds[step] = round(now - self.since, 3)
        self.since = now


def refresh_values(
    *,
    by: By,
    at: datetime,
    as_of: date | None = None,
    report: Callable[[str], None] = lambda step: None,
) -> ValueRun:
    """Reckon the value of every customer and show it from then on.

    Without `as_of` it is today, or the day of the last order where that is over a month ago: an
    old export must not make everybody look lost. Readers see the last run until this one is whole.
    `report` hears the steps: "reading", "reckoning", "storing". Only one runs at a time; a second
    one waits for its turn.
    """
    demand(by, Ability.RECKON_VALUE)
    with turn("value"):
        remove_unfinished()
        run = ValueRun.objects.create(started_at=at, by=by if isinstance(by, User) else None)
        try:
            _refresh(run, as_of, report, by=by, at=at)
        except Exception:
            give_up(run)
            raise
        remove_past_rows()
    return run


def _refresh(
    run: ValueRun, as_of: date | None, report: Callable[[str], None], *, by: By, at: datetime
) -> None:
    watch, rules = Stopwatch(), current_rules()

    def begin(step: str) -> None:
        leave_if_stopping()
        ValueRun.objects.filter(pk=run.pk).update(step=step)
        report(step)

    begin("reading")
    purchases = read_purchases(rules)
    known = Known(
        purchases.orders, read_people(), read_visit_days(), read_overrides(purchases.currency)
    )
    watch.lap("reading")
    begin("reckoning")
    run.as_of = as_of or natural_day(purchases.orders["day"], at)
    reckoned = reckon(known, rules=rules, as_of=run.as_of)
    run.totals = _totals(reckoned, purchases)
    watch.lap("reckoning")
    begin("storing")
    _keep(run, reckoned, purchases, rules, at=at)
    _store_rows(run, reckoned.figures)
    watch.lap("storing")
    _show(run, watch, by=by, at=at)


def natural_day(days: pl.Series, at: datetime) -> date:
    """Today, or the day of the last order where that is over a month ago; later orders are no hint."""
    today = at.astimezone(clock.house_zone()).date()
    last = days.filter(days <= today).max()
    return last if isinstance(last, date) and today - last > STALE else today


def _totals(reckoned: Reckoned, purchases: Purchases) -> dict[str, Any]:
    return {
        **describe_spread(reckoned.figures),
        "priors": reckoned.priors,
        "moved": reckoned.moved,
        "rhythm": {**reckoned.rhythm, **describe_portfolio(reckoned.figures)},
        "orders": purchases.orders.height - reckoned.later_orders,
        "margin_share": reckoned.margin_share,
        "missing": reckoned.missing,
        "lines_with_cost": purchases.lines_with_cost,
        "left_out": {**purchases.left_out, "later_orders": reckoned.later_orders},
    }


def _keep(
    run: ValueRun, reckoned: Reckoned, purchases: Purchases, rules: Rules, *, at: datetime
) -> None:
    """Every customer's figures into encrypted files of some thousands, found by the first id."""
    run.currency, run.rules, run.fits = purchases.currency, rules.as_json(), reckoned.fits
    run.save(update_fields=["as_of", "currency", "rules", "fits", "totals"])
    for part in reckoned.figures.iter_slices(PART):
        leave_if_stopping()
        content = io.BytesIO()
        part.write_parquet(content, compression="zstd")
        with transaction.atomic():
            kept = files.store_bytes(content.getvalue(), at=at)
            RunPart.objects.create(run=run, first_customer=part["customer"][0], file=kept)


def _store_rows(run: ValueRun, figures: pl.DataFrame) -> None:
    rows = figures.rename({"customer": "customer_id"}).with_columns(pl.lit(run.pk).alias("run_id"))
    shown = rows.select(pl.exclude(r"^moved_.*$"))
    for part in shown.iter_slices(SLICE):
        leave_if_stopping()
        with transaction.atomic():
            insert_frame(CustomerValue, _of_customers_still_there(part))


def _of_customers_still_there(rows: pl.DataFrame) -> pl.DataFrame:
    """Without those removed since they were read: an undo may have come in between."""
    there = read_matching(
        "SELECT id FROM customers_customer WHERE id IN {keys}",
        rows["customer_id"],
        schema={"customer_id": pl.Int64},
    )
    return rows.join(there, on="customer_id", how="semi", maintain_order="left")


def _show(run: ValueRun, watch: Stopwatch, *, by: By, at: datetime) -> None:
    with transaction.atomic():
        ValueRun.objects.filter(state=State.CURRENT).update(state=State.PAST)
        run.state, run.step, run.finished_at = State.CURRENT, "", clock.now()
        run.totals = {**run.totals, "seconds": watch.seconds}
        run.save(update_fields=["state", "step", "finished_at", "totals"])
        record("value.refreshed", by=by, at=at, subject=run, details={"as_of": run.as_of})
        announce(ValuesReckoned(run.pk))
