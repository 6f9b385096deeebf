"""From rhythms to visits: service, tyres, repairs, accessories, and now and then a car."""

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from nahbar.insight.synth.catalogue import (
    ACCESSORIES,
    ACCESSORY_SHARES,
    CAR_SHARES,
    CARS,
    REPAIR_SHARES,
    REPAIRS,
)
from nahbar.insight.synth.lives import BUSY, CAR_SHAPE, CAR_YEARS, YEAR, Floats, Lives

Customers = npt.NDArray[np.intp]
Drawn = tuple[Customers, Floats, npt.NDArray[np.str_]]
SERVICE_SHAPE = 55.0  # a service comes within a seventh of its interval
TYRE_SPREAD = 15.0


def draw_visits(lives: Lives, *, first_day: date, random: np.random.Generator) -> pl.DataFrame:
    """Frame `customer, day, bill`: what they would come for if nobody ever left, by time."""
    drawn = [
        _services(lives, random),
        _tyres(lives, first_day, random),
        _small(lives, first_day, random),
        _cars(lives, random),
    ]
    customers, days, bills = (np.concatenate(part) for part in zip(*drawn, strict=True))
    inside = (days >= lives.begin[customers]) & (days < lives.days)
    frame = pl.DataFrame(
        {"customer": customers[inside], "day": days[inside], "bill": bills[inside]}
    )
    return _in_opening_hours(frame, first_day, random)


def _services(lives: Lives, random: np.random.Generator) -> Drawn:
    """Each car on its own rhythm; one that was here before is somewhere in the middle of it."""
    owner = np.repeat(np.arange(len(lives.cars)), lives.cars)
    owner = owner[np.isfinite(lives.begin[owner])]
    interval = lives.service_days[owner]
    steps = random.gamma(SERVICE_SHAPE, 1 / SERVICE_SHAPE, (len(owner), 8)) * interval[:, None]
    early = np.where(
        lives.is_old[owner], random.random(len(owner)), 0.15 + random.random(len(owner))
    )
    steps[:, 0] *= early
    days = lives.begin[owner][:, None] + steps.cumsum(axis=1)
    return np.repeat(owner, 8), days.ravel(), np.full(days.size, "service")


def _tyres(lives: Lives, first_day: date, random: np.random.Generator) -> Drawn:
    """Twice a year, around Easter and at the end of October."""
    years = range(first_day.year, first_day.year + int(lives.days / YEAR) + 2)
    seasons = [date(year, month, day) for year in years for month, day in ((4, 8), (10, 27))]
    middle = np.array([(season - first_day).days for season in seasons], dtype=float)
    theirs = np.flatnonzero(lives.has_tyres & np.isfinite(lives.begin))
    days = middle + random.normal(0, TYRE_SPREAD, (len(theirs), len(seasons)))
    return np.repeat(theirs, len(seasons)), days.ravel(), np.full(days.size, "tyres")


def _small(lives: Lives, first_day: date, random: np.random.Generator) -> Drawn:
    """Repairs and accessories: by chance, more in spring and autumn."""
    begin = np.where(np.isfinite(lives.begin), lives.begin, lives.days)
    span = lives.days - begin
    count = random.poisson(lives.small_rate * span / YEAR)
    owner = np.repeat(np.arange(len(count)), count)
    days = begin[owner] + random.random(len(owner)) * span[owner]
    months = (first_day.month - 1 + (days / YEAR * 12).astype(int)) % 12
    kept = random.random(len(owner)) < np.array(BUSY)[months]
    owner, days = owner[kept], days[kept]
    bills = np.where(
        random.random(len(owner)) < 0.45,
        random.choice(REPAIRS, len(owner), p=REPAIR_SHARES),
        random.choice(ACCESSORIES, len(owner), p=ACCESSORY_SHARES),
    )
    return owner, days, bills


def _cars(lives: Lives, random: np.random.Generator) -> Drawn:
    """A car every six or seven years: who keeps one long is not lost."""
    owner = np.flatnonzero(np.isfinite(lives.begin))
    scale = CAR_YEARS * YEAR / CAR_SHAPE / np.sqrt(lives.cars[owner])
    steps = random.gamma(CAR_SHAPE, 1, (len(owner), 4)) * scale[:, None]
    first = np.where(lives.buys_car_first[owner], 0.0, steps[:, 0])
    steps[:, 0] = np.where(lives.is_old[owner], steps[:, 0] * random.random(len(owner)), first)
    days = lives.begin[owner][:, None] + steps.cumsum(axis=1)
    bills = random.choice(CARS, days.size, p=CAR_SHARES)
    return np.repeat(owner, 4), days.ravel(), bills


def _in_opening_hours(
    visits: pl.DataFrame, first_day: date, random: np.random.Generator
) -> pl.DataFrame:
    """On a weekday or a Saturday morning, at five-minute marks; `occurred_at` beside `day`."""
    minutes = pl.Series(random.integers(90, 205, visits.height) * 5)
    saturday = pl.Series(random.integers(96, 143, visits.height) * 5)
    day = pl.lit(first_day) + pl.duration(days=pl.col("day").floor().cast(pl.Int64))
    dated = visits.with_columns(occurred_on=day)
    weekday = pl.col("occurred_on").dt.weekday()
    dated = dated.with_columns(
        occurred_on=pl.when(weekday == 7)
        .then(pl.col("occurred_on").dt.offset_by("1d"))
        .otherwise("occurred_on")
    )
    at = pl.when(weekday == 6).then(saturday).otherwise(minutes)
    return (
        dated.with_columns(
            occurred_at=pl.col("occurred_on").cast(pl.Datetime("us")) + pl.duration(minutes=at)
        )
        .with_columns(day=days_since("occurred_at", first_day))
        .drop("occurred_on")
        .sort("occurred_at", "customer", "bill")
    )


def days_since(moment: str, first_day: date) -> pl.Expr:
    """A moment as days and fractions since the first day."""
    return (pl.col(moment) - pl.lit(first_day).cast(pl.Datetime("us"))).dt.total_minutes() / 1440


def one_a_day(visits: pl.DataFrame) -> pl.DataFrame:
    """Who comes twice on one day for the same has come once."""
    return visits.unique(
        ["customer", "bill", pl.col("occurred_at").dt.date()], keep="first", maintain_order=True
    )


def last_day(first_day: date, days: float) -> date:
    """The last day that is simulated."""
    return first_day + timedelta(days=int(days) - 1)
