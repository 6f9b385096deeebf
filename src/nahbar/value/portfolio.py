"""Value beside rhythm: who is worth how much, and who has been silent for longer than they ever were.

The picture is a grid of counts, so that it says the same of a hundred customers and of a million.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from nahbar.core.money import from_micros
from nahbar.insight.rhythm import own_rhythm
from nahbar.value.steps import SILENCE


@dataclass(frozen=True)
class RhythmRead:
    """`frame`: `customer, silent_days, limit_days, is_drifting`; `described` for all together."""

    frame: pl.DataFrame
    described: dict[str, Any]


def read_rhythm(
    orders: pl.DataFrame, visits: pl.DataFrame, customers: pl.DataFrame, as_of: date
) -> RhythmRead:
    """The silence of `customers` as of a day against their own gaps between purchases and visits.

    Only of those with a history: who never bought cannot slip away.
    """
    bought = orders.filter((pl.col("kind") == "order") | (pl.col("amount") > 0))
    contacts = pl.concat([bought.select("customer", "day"), visits.select("customer", "day")])
    contacts = contacts.filter(pl.col("day") <= as_of).join(customers, on="customer", how="semi")
    rhythm = own_rhythm(contacts, customer="customer", occurred_on="day", as_of=as_of)
    frame = rhythm.frame.select(
        pl.col("customer").cast(pl.Int64),
        pl.col("silent_days").cast(pl.Int64),
        pl.col("limit_days").round().cast(pl.Int64),
        "is_drifting",
    )
    typical = rhythm.frame["typical_gap_days"].median()
    described = {
        "with_rhythm": rhythm.with_rhythm,
        "drifting": rhythm.drifting,
        "by_chance": rhythm.by_chance,
        "typical_days": typical if isinstance(typical, float) else None,
    }
    return RhythmRead(frame, described)


def describe_portfolio(figures: pl.DataFrame) -> dict[str, Any]:
    """Counts and value of each class by silence, for customers with a rhythm of their own.

    `cells`: one for each class and step of silence that somebody is in: `name, step, customers,
    value`; step 0 … `len(SILENCE)`, the last one beyond all.
    """
    seen = figures.filter(pl.col("is_drifting").is_not_null()).with_columns(
        pl.when(pl.col("is_drifting"))
        .then(pl.max_horizontal(_step(), SILENCE.index(1.0) + 1))
        .otherwise(pl.min_horizontal(_step(), SILENCE.index(1.0)))
        .alias("step")
    )
    cells = (
        seen.group_by("value_class", "step")
        .agg(pl.len().alias("customers"), pl.col("value").sum())
        .sort("value_class", "step")
    )
    drifting = seen.filter("is_drifting")
    return {
        "cells": [
            {
                "name": row["value_class"],
                "step": row["step"],
                "customers": row["customers"],
                "value": format(from_micros(row["value"]), "f"),
            }
            for row in cells.iter_rows(named=True)
        ],
        "drifting_value": format(from_micros(int(drifting["value"].sum())), "f"),
        "drifting_expected": format(from_micros(int(drifting["expected"].sum())), "f"),
    }


def _step() -> pl.Expr:
    """In which step of silence; a limit of no days counts as one."""
    share = pl.col("silent_days") / pl.col("limit_days").clip(1)
    return pl.sum_horizontal((share > edge).cast(pl.Int64) for edge in SILENCE)
