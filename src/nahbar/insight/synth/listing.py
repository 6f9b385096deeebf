"""The list of customers as the dealer system holds it: since when, how they found us, who sent them."""

from datetime import date

import numpy as np
import polars as pl

from nahbar.insight.synth import stories as told
from nahbar.insight.synth.lives import Lives
from nahbar.insight.synth.names import FOUND_US, FOUND_US_SHARES
from nahbar.insight.synth.team import ADVISER, SELLER

SENT = FOUND_US[0]


def list_customers(
    people: pl.DataFrame,
    lives: Lives,
    bought: pl.Series,
    *,
    first_day: date,
    random: np.random.Generator,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The customers, and the referrals among them: `customer, by`, by row. `bought`: who ever did."""
    n = people.height
    known = pl.lit(first_day) + pl.duration(
        days=pl.lit(pl.Series(np.floor(lives.known)).cast(pl.Int64))
    )
    found = pl.Series(random.choice(FOUND_US, n, p=FOUND_US_SHARES))
    asked = pl.Series(~lives.is_old | (random.random(n) < 0.25))  # earlier nobody asked
    has_bought = pl.col("customer").is_in(bought.implode())
    listed = people.with_columns(
        known_on=known,
        found_us=pl.when(asked & ~pl.col("customer").is_in(list(told.NAMES))).then(found),
        stage=pl.when(has_bought).then(pl.lit("customer")).otherwise(pl.lit("prospect")),
    )
    referrals = _referrals(listed, lives, random)
    by = referrals.join(
        listed.select(pl.col("customer").alias("by"), pl.col("number").alias("referred_by")),
        on="by",
    )
    listed = listed.join(
        by.select("customer", "referred_by"), on="customer", how="left", maintain_order="left"
    )
    return _named_as_told(listed), referrals


def _referrals(listed: pl.DataFrame, lives: Lives, random: np.random.Generator) -> pl.DataFrame:
    """Who was sent was sent by a customer of before; of three who might, by the most content one."""
    sent = listed.filter((pl.col("found_us") == SENT) & (pl.col("stage") == "customer"))
    sent_rows = sent["customer"].to_numpy()
    buyers = np.flatnonzero(np.isfinite(lives.begin) & (lives.temper > 0))
    by_time = buyers[np.argsort(lives.begin[buyers], kind="stable")]
    before = np.searchsorted(lives.begin[by_time], lives.known[sent_rows])
    sent_rows, before = sent_rows[before > 3], before[before > 3]
    draws = (random.random((3, len(before))) * before).astype(int)
    able = by_time[draws]
    there = lives.alive_until[able] > lives.known[sent_rows]
    best = np.where(there, lives.temper[able], -9).argmax(axis=0)
    chosen = able[best, np.arange(len(before))]
    found = there[best, np.arange(len(before))] & (chosen != sent_rows)
    return pl.DataFrame({"customer": sent_rows[found], "by": chosen[found]})


def _named_as_told(listed: pl.DataFrame) -> pl.DataFrame:
    """The two customers of the stories have names of their own, and no second entry."""
    named = listed
    for row, (salutation, first, last) in told.NAMES.items():
        own = {
            "kind": "person",
            "salutation": salutation,
            "first_name": first,
            "last_name": last,
            "organisation": None,
            "title": None,
            "email": f"{first}.{last}@example.at".lower().replace("ö", "oe"),
            "born_on": None,
            "postcode": "8010",
            "city": "Graz",
            "branch": 0,
            "seller": SELLER,
            "adviser": ADVISER,
        }
        named = named.with_columns(
            pl.when(pl.col("customer") == row)
            .then(pl.lit(value, dtype=listed.schema[name]))
            .otherwise(name)
            .alias(name)
            for name, value in own.items()
        )
    return named
