"""What nobody recorded, as frames: rates, days of leaving, moods, ties."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from nahbar.insight.synth import stories as told
from nahbar.insight.synth.lives import Lives


@dataclass(frozen=True)
class Truth:
    """What the figures are held against.

    `customers`: `customer, number, rate` (visits a year while there), `began_on`, `alive_until`
    (null: still there, or never a buyer), `left_because` (complaint, parcel, other), `spending`
    (factor on all prices), `mean_visit` (cents billed a visit, null without one), `temper, cars,
    service_days, has_tyres, same_as`. `moods`: `customer, occurred_at, shock, latent`. `ties`:
    `customer, employee, moments, share` of all moments with somebody of the house. `stories`:
    `story, customer, number, order_number`.
    """

    customers: pl.DataFrame
    moods: pl.DataFrame
    ties: pl.DataFrame
    stories: pl.DataFrame


def customers_truth(
    listed: pl.DataFrame, lives: Lives, orders: pl.DataFrame, *, first_day: date, as_of: date
) -> pl.DataFrame:
    """One row a customer, see `Truth`."""
    left = np.where(lives.alive_until < lives.days, lives.alive_until, np.nan)
    begin = np.where(np.isfinite(lives.begin), lives.begin, np.nan)
    frame = listed.select("customer", "number", "same_as").with_columns(
        rate=pl.Series(lives.rate),
        began_on=_on(begin, first_day),
        alive_until=_on(left, first_day),
        spending=pl.Series(lives.spending),
        temper=pl.Series(lives.temper),
        cars=pl.Series(lives.cars),
        service_days=pl.Series(lives.service_days),
        has_tyres=pl.Series(lives.has_tyres),
    )
    reason = (
        pl.when(pl.col("customer") == told.PARCEL)
        .then(pl.lit("parcel"))
        .when(pl.Series(lives.lost_by_complaint))
        .then(pl.lit("complaint"))
        .otherwise(pl.lit("other"))
    )
    frame = frame.with_columns(
        left_because=pl.when(pl.col("alive_until").is_not_null()).then(reason)
    )
    billed = orders.filter(pl.col("kind") == "order").group_by("customer", "visit")
    visits = billed.agg((pl.col("quantity") * pl.col("unit_price")).sum().alias("amount"))
    means = visits.group_by("customer").agg(pl.col("amount").mean().alias("mean_visit"))
    return frame.join(means, on="customer", how="left", maintain_order="left")


def ties_truth(orders: pl.DataFrame, encounters: pl.DataFrame) -> pl.DataFrame:
    """Who of the house was there how often: orders and encounters alike."""
    documents = orders.filter(pl.col("kind") == "order").unique("order_number")
    met = pl.concat(
        [frame.select("customer", "employee").drop_nulls() for frame in (documents, encounters)]
    )
    counted = met.group_by("customer", "employee").agg(pl.len().cast(pl.Int64).alias("moments"))
    share = pl.col("moments") / pl.col("moments").sum().over("customer")
    return counted.with_columns(share=share).sort("customer", "employee")


def stories_truth(listed: pl.DataFrame, orders: pl.DataFrame) -> pl.DataFrame:
    """The orders with which the two stories begin."""
    skus = {told.PARCEL: ("parcel", "Z413"), told.REMINDER: ("reminder", "L150")}
    rows = []
    for customer, (story, sku) in skus.items():
        own = orders.filter((pl.col("customer") == customer) & (pl.col("sku") == sku))
        number = own.sort("occurred_at")["order_number"].last() if own.height else None
        rows.append((story, customer, listed["number"][customer], number))
    return pl.DataFrame(rows, schema=["story", "customer", "number", "order_number"], orient="row")


def _on(days: np.ndarray[tuple[int, ...], np.dtype[np.float64]], first_day: date) -> pl.Series:
    whole = pl.Series(np.floor(days)).fill_nan(None).cast(pl.Int64)
    day = pl.lit(first_day) + pl.duration(days=pl.lit(whole))
    return pl.select(day.cast(pl.Date).alias("day"))["day"]
