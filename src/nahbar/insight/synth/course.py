"""What becomes of the visits: who goes wrong, who leaves over it, who of the house was there."""

from datetime import date, datetime, time, timedelta

import numpy as np
import polars as pl

from nahbar.insight.synth import stories as told
from nahbar.insight.synth.catalogue import ACCESSORIES, CARS
from nahbar.insight.synth.lives import YEAR, Lives
from nahbar.insight.synth.moments import WORKSHOP
from nahbar.insight.synth.team import BRANCHES, PARTS, PEOPLE

WENT_WRONG, LATE, MENDED, LOST_BY_IT = 0.035, 0.05, 0.62, 0.45
SOMEBODY_ELSE = 0.2
WALK_INS_A_YEAR = 280


def settle_stories(lives: Lives, stories: told.Stories, first_day: date) -> None:
    """The two customers of the stories were here from the first day on."""
    for row in told.NAMES:
        lives.is_old[row], lives.known[row], lives.begin[row] = True, -900.0 - 100 * row, 0.0
        lives.cars[row], lives.spending[row], lives.temper[row] = 1, 1.0, 0.8
        lives.alive_until[row] = np.inf
    lives.alive_until[told.PARCEL] = (stories.left_on - first_day).days + 0.8


def with_stories(visits: pl.DataFrame, stories: told.Stories, first_day: date) -> pl.DataFrame:
    """The two orders of the stories, with nothing else of theirs from then on."""
    rows = [
        (told.PARCEL, datetime.combine(stories.parcel_on, time(20, 15)), "parcel"),
        (told.REMINDER, datetime.combine(stories.package_on, time(16, 45)), "package"),
    ]
    schema = pl.Schema(
        {"customer": pl.Int64(), "occurred_at": pl.Datetime("us"), "bill": pl.String()}
    )
    own = pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        day=(pl.col("occurred_at") - datetime.combine(first_day, time())).dt.total_minutes() / 1440
    )
    begun = pl.col("customer").replace_strict(
        {row[0]: row[1] for row in rows}, default=None, return_dtype=pl.Datetime("us")
    )
    others = visits.filter(begun.is_null() | (pl.col("occurred_at") < begun))
    return pl.concat([others, own.select(others.columns)]).sort("occurred_at", "customer", "bill")


def mark(visits: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    """Adds `went_wrong`, `is_mended` (somebody followed up) and `is_late` (the part came late)."""
    in_workshop = pl.col("bill").is_in(WORKSHOP)
    wrong, mended, late = (pl.Series(row) for row in random.random((3, visits.height)))
    marked = visits.with_columns(
        went_wrong=in_workshop & (wrong < WENT_WRONG),
        is_late=in_workshop & (late < LATE) & ~pl.col("bill").is_in(["service", "tyres"]),
    )
    return marked.with_columns(is_mended=pl.col("went_wrong") & (mended < MENDED))


def leave(visits: pl.DataFrame, lives: Lives, random: np.random.Generator) -> pl.DataFrame:
    """Cut off what would have come after they left; sets `alive_until` of whom a complaint cost us.

    Returns the visits that happened; `lives.alive_until` is the truth from then on.
    """
    lost = visits.filter(
        pl.col("went_wrong")
        & ~pl.col("is_mended")
        & ~pl.col("customer").is_in(list(told.NAMES))
        & pl.Series(random.random(visits.height) < LOST_BY_IT)
    )
    gone_on = lost["day"].to_numpy() + random.uniform(8, 40, lost.height)
    np.minimum.at(lives.alive_until, lost["customer"].to_numpy(), gone_on)
    lives.lost_by_complaint[lost["customer"].to_numpy()] = True
    until = pl.Series(lives.alive_until).gather(visits["customer"])
    return visits.filter(pl.col("day") <= until)


def attend(visits: pl.DataFrame, people: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    """Adds `branch` and `employee`: mostly the customer's own, now and then a colleague."""
    n = visits.height
    own = people.select("customer", "branch", "seller", "adviser")
    joined = visits.join(own, on="customer", how="left", maintain_order="left")
    branch = joined["branch"].to_numpy()
    staff = [
        [row for row, person in enumerate(PEOPLE) if person[2] == name and row > 0]
        for name in BRANCHES
    ]
    others = np.where(branch == 0, random.choice(staff[0], n), random.choice(staff[1], n))
    is_sale = pl.col("bill").is_in(CARS + ACCESSORIES)
    is_parts = pl.col("bill").is_in(ACCESSORIES) & (pl.col("branch") == 1)
    usual = (
        pl.when(is_parts)
        .then(pl.lit(PARTS, dtype=pl.Int64))
        .when(is_sale)
        .then("seller")
        .otherwise("adviser")
    )
    somebody = pl.when(pl.Series(random.random(n) < SOMEBODY_ELSE)).then(pl.Series(others))
    return joined.with_columns(employee=somebody.otherwise(usual)).drop("seller", "adviser")


def walk_ins(
    first_visit: int, first_day: date, days: float, random: np.random.Generator
) -> pl.DataFrame:
    """Visits of people whose name nobody asked for."""
    n = round(WALK_INS_A_YEAR * days / YEAR)
    on = random.integers(0, int(days), n)
    minutes = random.integers(96, 205, n) * 5
    moments = [
        datetime.combine(first_day, time()) + timedelta(days=int(day), minutes=int(minute))
        for day, minute in zip(on, minutes, strict=True)
    ]
    branch = random.choice(len(BRANCHES), n, p=[0.63, 0.37])
    return pl.DataFrame(
        {
            "visit": pl.Series(np.arange(first_visit, first_visit + n)).cast(pl.UInt32),
            "customer": pl.Series([None] * n, dtype=pl.Int64),
            "day": on.astype(float),
            "occurred_at": pl.Series(moments, dtype=pl.Datetime("us")),
            "bill": random.choice(ACCESSORIES[-2:], n, p=[0.6, 0.4]),
            "branch": branch,
            "employee": np.where(branch == 0, 4, PARTS),
            "went_wrong": pl.Series([False] * n),
            "is_late": pl.Series([False] * n),
            "is_mended": pl.Series([False] * n),
        }
    ).filter(pl.col("occurred_at").dt.weekday() < 7)
