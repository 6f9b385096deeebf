"""The cars that the demo firm's customers drive, out of its own bills; their plates are invented."""

import numpy as np
import polars as pl

from nahbar.insight.synth import Firm

SOLD = ("Neuwagen", "Gebrauchtwagen")
TAKEN_IN_PAYMENT = "Fahrzeugankauf"
DISTRICTS = ("G", "LE")  # of the two branches
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
SEED = 7


def cars_of(firm: Firm) -> pl.DataFrame:
    """Frame `number` (of the customer), `sku, name, kind, mark, since, ended_on`, a row for each car sold.

    A car is theirs no longer when the house takes one in payment for their next.
    """
    lines = firm.orders.filter(pl.col("customer").is_not_null())
    day = pl.col("occurred_at").dt.date()
    given = lines.filter(pl.col("group") == TAKEN_IN_PAYMENT).select("customer", day.alias("given"))
    cars = lines.filter((pl.col("kind") == "order") & pl.col("group").is_in(SOLD))
    cars = cars.sort("occurred_at").with_columns(day.alias("since"))
    following = cars.with_columns(pl.col("since").shift(-1).over("customer").alias("given"))
    paid_with = following.join(
        given.unique(), on=["customer", "given"], how="semi", maintain_order="left"
    ).select("order_number", "sku", pl.col("given").alias("ended_on"))
    numbers = firm.customers.select("customer", "number")
    return (
        cars.join(paid_with, on=["order_number", "sku"], how="left", maintain_order="left")
        .join(numbers, on="customer", maintain_order="left")
        .with_columns(_plates(cars["branch"]), pl.lit("Fahrzeug").alias("kind"))
        .select(
            "number", "sku", pl.col("product").alias("name"), "kind", "mark", "since", "ended_on"
        )
    )


def _plates(branches: pl.Series) -> pl.Series:
    """One plate for each car: district, a number, two letters."""
    count = branches.len()
    random = np.random.default_rng(SEED)
    numbers = random.permutation(900 * len(LETTERS) ** 2)[:count]
    digits, pair = np.divmod(numbers, len(LETTERS) ** 2)
    first, second = np.divmod(pair, len(LETTERS))
    return pl.Series(
        "mark",
        [
            f"{DISTRICTS[branch]} {100 + digit} {LETTERS[one]}{LETTERS[two]}"
            for branch, digit, one, two in zip(branches, digits, first, second, strict=True)
        ],
        dtype=pl.String,
    )
