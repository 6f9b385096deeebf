"""Orders of customers who buy in known ways, as `nahbar.value.reckoning` reads them."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

from nahbar.value.reckoning import Known

AS_OF = date(2026, 3, 2)
MICROS = 1_000_000


def purchases(rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    """`(customer, day, amount[, kind[, margin]])` as `reckon` reads orders; a margin is 30 %."""
    return pl.DataFrame(
        [
            {
                "customer": customer,
                "kind": rest[0] if rest else "order",
                "day": day,
                "amount": round(amount * MICROS),
                "margin": round((rest[1] if len(rest) > 1 else amount * 0.3) * MICROS),
                "long_amount": 0,
                "long_margin": 0,
            }
            for customer, day, amount, *rest in rows
        ],
        schema={
            "customer": pl.Int64,
            "kind": pl.String,
            "day": pl.Date,
            "amount": pl.Int64,
            "margin": pl.Int64,
            "long_amount": pl.Int64,
            "long_margin": pl.Int64,
        },
    )


def simulate_shop(customers: int, *, days: int = 720, seed: int = 1) -> pl.DataFrame:
    """Orders of customers who come in an own rhythm, each for an own amount, some until they leave."""
    random = np.random.default_rng(seed)
    rate, price = random.gamma(1.2, 1 / 60, customers), random.gamma(4, 20, customers)
    rows = []
    for customer in range(1, customers + 1):
        day = float(random.integers(0, days - 60))
        while day < days:
            amount = round(float(random.gamma(6, price[customer - 1] / 6)) + 1, 2)
            rows.append((customer, AS_OF - timedelta(days=days - int(day)), amount))
            if random.random() < 0.06:
                break
            day += 1 + random.exponential(1 / rate[customer - 1])
    return purchases(rows)


def known_of(orders: pl.DataFrame, customers: Iterable[int], **more: pl.DataFrame) -> Known:
    """What is known of these customers, all of them persons."""
    people = pl.DataFrame({"customer": pl.Series(list(customers), dtype=pl.Int64)})
    known_on = pl.lit(AS_OF - timedelta(days=700)).alias("known_on")
    return Known(orders, people.with_columns(known_on, group=pl.lit("person")), **more)
