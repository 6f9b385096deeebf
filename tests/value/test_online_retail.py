"""A year of a real wholesaler: the netted value of its customers, reckoned twice."""

import csv
import gzip
import os
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from tests.value.shop import MICROS, known_of

from nahbar.value.reckoning import reckon
from nahbar.value.rules import Rules

pytestmark = pytest.mark.data
Lines = list[tuple[str, int, date, Decimal]]


@pytest.fixture(scope="module")
def lines() -> Lines:
    """`(invoice, customer, day, amount)` of every line with a customer."""
    folder = os.environ.get("NAHBAR_DATA")
    if not folder:
        assert os.environ.get("CI") != "true", "NAHBAR_DATA must name the data sets in CI"
        pytest.skip("NAHBAR_DATA is not set")
    path = Path(folder) / "online_retail_2009_10" / "online_retail_ii_2009_2010.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        return [
            (
                row["Invoice"],
                int(float(row["Customer ID"])),
                date.fromisoformat(row["InvoiceDate"][:10]),
                int(row["Quantity"]) * Decimal(row["Price"]),
            )
            for row in csv.DictReader(stream)
            if row["Customer ID"]
        ]


@pytest.fixture(scope="module")
def orders(lines: Lines) -> pl.DataFrame:
    """The same by invoice, as `reckon` reads orders, with a margin of 30 %."""
    sums: dict[tuple[str, int, date], Decimal] = defaultdict(Decimal)
    for invoice, customer, day, amount in lines:
        sums[invoice, customer, day] += amount
    frame = pl.DataFrame(
        [
            (c, "cancellation" if i[0] == "C" else "order", d, int(a * MICROS))
            for (i, c, d), a in sums.items()
        ],
        schema={"customer": pl.Int64, "kind": pl.String, "day": pl.Date, "amount": pl.Int64},
        orient="row",
    )
    nothing = pl.lit(0, dtype=pl.Int64)
    return frame.with_columns(
        (pl.col("amount") * 0.3).round().cast(pl.Int64).alias("margin"),
        nothing.alias("long_amount"),
        nothing.alias("long_margin"),
    )


@pytest.mark.parametrize("as_of", [date(2010, 12, 9), date(2010, 6, 30)])
def test_turnover_of_each_customer_is_the_exact_sum_of_their_lines(
    as_of: date, lines: Lines, orders: pl.DataFrame
) -> None:
    expected: dict[int, Decimal] = defaultdict(Decimal)
    for _invoice, customer, day, amount in lines:
        if day <= as_of:
            expected[customer] += amount
    figures = reckon(
        known_of(orders, orders["customer"].unique()), rules=Rules(), as_of=as_of
    ).figures
    turnover = {
        c: Decimal(t) / MICROS for c, t in figures.select("customer", "turnover").iter_rows()
    }
    assert {c: t for c, t in turnover.items() if t or c in expected} == dict(expected)


def test_the_year_says_what_it_says(orders: pl.DataFrame) -> None:
    reckoned = reckon(
        known_of(orders, orders["customer"].unique()), rules=Rules(), as_of=date(2010, 12, 9)
    )
    figures = reckoned.figures
    assert figures.height == 4383
    assert Decimal(figures["turnover"].sum()) / MICROS == Decimal("8348208.574")
    assert figures["margin_so_far"].sum() == orders["margin"].sum()
    assert figures["has_history"].sum() == 4286
    assert reckoned.missing is None
    fits = {fit["name"]: fit for fit in reckoned.fits}
    assert fits["BG/NBD"]["log_likelihood"] == pytest.approx(-61950.04, abs=0.01)
    assert fits["Gamma-Gamma"]["log_likelihood"] == pytest.approx(-19066.86, abs=0.01)
    chosen = reckoned.fits[0]
    assert chosen["is_chosen"]
    assert chosen["log_likelihood"] == max(
        fit["log_likelihood"] for fit in reckoned.fits if "is_chosen" in fit
    )
    assert abs(chosen["calibration"]["bias"]) < 0.2
    assert 0.85 < chosen["calibration"]["coverage"] <= 1


def test_a_customer_is_who_came_netted_not_who_was_invoiced(orders: pl.DataFrame) -> None:
    known = known_of(orders, orders["customer"].unique())
    figures = reckon(known, rules=Rules(), as_of=date(2010, 12, 9)).figures
    invoiced = (
        orders.filter(pl.col("kind") == "order")
        .group_by("customer")
        .agg(pl.col("day").n_unique().alias("days"))
    )
    both = figures.join(invoiced, on="customer", how="left")
    assert (both["purchases"] <= both["days"].fill_null(0)).all()
    assert (both["purchases"] < both["days"]).sum() > 100
