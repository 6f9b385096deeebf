"""A dealership with two branches over some years, as its systems recorded it, and as it truly was."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from nahbar.insight.synth import course
from nahbar.insight.synth import stories as told
from nahbar.insight.synth.answers import ask
from nahbar.insight.synth.listing import list_customers
from nahbar.insight.synth.lives import YEAR, Lives, draw_lives
from nahbar.insight.synth.moments import FAREWELL, FIRST_ASKED, OFFER, around, feel, moments_of
from nahbar.insight.synth.orders import COLUMNS, write_bills
from nahbar.insight.synth.people import draw_people
from nahbar.insight.synth.team import BRANCHES, FIRM, list_employees
from nahbar.insight.synth.truth import Truth, customers_truth, stories_truth, ties_truth
from nahbar.insight.synth.visits import draw_visits, one_a_day

RECORDED = (
    *("customer", "occurred_at", "kind", "touchpoint", "channel", "employee", "branch"),
    *("mood", "mood_word", "text"),
)


@dataclass(frozen=True)
class Firm:
    """Frames as a dealer system, a phone log and a survey hold them; money in cents, times local.

    `employees`: see `team.list_employees`. `customers`: one row each, see `people.draw_people`, with
    `known_on, found_us, stage, referred_by` (a number). `orders`: one row a line, see
    `orders.COLUMNS` without `visit`; no customer: bought without giving a name. `encounters`: the
    columns `RECORDED`. `answers`: see `answers.SCHEMA`. `referrals`: `customer, by`.
    """

    name: str
    seed: int
    as_of: date
    branches: tuple[str, ...]
    employees: pl.DataFrame
    customers: pl.DataFrame
    orders: pl.DataFrame
    encounters: pl.DataFrame
    answers: pl.DataFrame
    referrals: pl.DataFrame
    truth: Truth


def simulate_firm(*, seed: int, as_of: date, customers: int = 3000, years: int = 5) -> Firm:
    """Simulate the firm over the `years` up to `as_of` (inclusive). Equal arguments, equal firm.

    Raises ValueError below 50 customers or two years: the stories need a Christmas.
    """
    if customers < 50 or years < 2:
        raise ValueError("a firm has at least 50 customers and two years")
    dice = [np.random.default_rng([seed, part]) for part in range(6)]
    days = float(round(years * YEAR))
    first_day = as_of - timedelta(days=int(days) - 1)
    stories = told.tell(as_of)
    people = draw_people(customers, as_of=as_of, random=dice[0])
    lives = draw_lives(people["kind"].to_numpy(), days=days, random=dice[1])
    course.settle_stories(lives, stories, first_day)
    visits = _visits(lives, people, stories, first_day, dice[2])
    walk_ins = course.walk_ins(visits.height, first_day, days, dice[2])
    everybody = pl.concat([visits, walk_ins], how="diagonal")
    orders = _up_to(as_of, write_bills(everybody, spending=lives.spending, random=dice[3]))
    orders = _as_promised(orders, stories)
    felt = feel(_moments(visits, people, lives, first_day, as_of, dice[4]), lives.temper, dice[4])
    bought = orders["customer"].drop_nulls().unique()
    listed, referrals = list_customers(people, lives, bought, first_day=first_day, random=dice[1])
    encounters = _with_stories(felt, stories)
    answers = ask(visits, felt, lives.temper, dice[5])
    truth = Truth(
        customers_truth(listed, lives, orders, first_day=first_day, as_of=as_of),
        felt.select("customer", "occurred_at", "shock", "latent"),
        ties_truth(orders, encounters),
        stories_truth(listed, orders),
    )
    return Firm(
        name=FIRM,
        seed=seed,
        as_of=as_of,
        branches=BRANCHES,
        employees=list_employees(as_of),
        customers=listed,
        orders=orders.drop("visit"),
        encounters=encounters,
        answers=_up_to(as_of, answers, "answered_at"),
        referrals=referrals,
        truth=truth,
    )


def _visits(
    lives: Lives,
    people: pl.DataFrame,
    stories: told.Stories,
    first_day: date,
    random: np.random.Generator,
) -> pl.DataFrame:
    """All visits that really happened, by time, with who was there."""
    wished = one_a_day(draw_visits(lives, first_day=first_day, random=random))
    marked = course.mark(course.with_stories(wished, stories, first_day), random)
    happened = course.leave(marked, lives, random)
    return course.attend(happened, people, random).with_row_index("visit")


def _moments(
    visits: pl.DataFrame,
    people: pl.DataFrame,
    lives: Lives,
    first_day: date,
    as_of: date,
    random: np.random.Generator,
) -> pl.DataFrame:
    """What was said around the visits, at first asking and at parting."""
    midday = pl.lit(first_day).cast(pl.Datetime("us")) + pl.duration(hours=10)

    def on_days(day: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> pl.DataFrame:
        inside = np.flatnonzero((day >= 0) & (day < lives.days))
        whole = pl.Series(np.floor(day[inside])).cast(pl.Int64)
        anchors = pl.DataFrame({"customer": inside}).with_columns(
            occurred_at=midday + pl.duration(days=pl.lit(whole))
        )
        who = people.select("customer", "branch", pl.col("seller").alias("employee"))
        return anchors.join(who, on="customer", maintain_order="left")

    first, last = on_days(lives.known), on_days(lives.alive_until)
    parts = [
        moments_of(visits, random),
        around(first, FIRST_ASKED, random),
        around(first, OFFER, random),
        around(last, FAREWELL, random),
    ]
    moments = _up_to(as_of, pl.concat(parts))
    until = pl.Series(lives.alive_until).gather(moments["customer"])
    day = (pl.col("occurred_at") - midday).dt.total_minutes() / 1440 + 10 / 24
    is_there = day <= pl.when(until == float("inf")).then(float("inf")).otherwise(until + 1)
    is_told = pl.col("customer").is_in(list(told.NAMES))
    begun = pl.lit(as_of - timedelta(days=400)).cast(pl.Datetime("us"))
    return moments.filter((day >= 0) & is_there & ~(is_told & (pl.col("occurred_at") > begun)))


def _as_promised(orders: pl.DataFrame, stories: told.Stories) -> pl.DataFrame:
    """The parcel's order has a promised day, and none on which it came."""
    parcel = (pl.col("customer") == told.PARCEL) & (
        pl.col("occurred_at").dt.date() == stories.parcel_on
    )
    return orders.with_columns(
        promised_on=pl.when(parcel).then(pl.lit(stories.promised_on)).otherwise("promised_on"),
        delivered_on=pl.when(~parcel).then("delivered_on"),
    ).select(COLUMNS)


def _with_stories(felt: pl.DataFrame, stories: told.Stories) -> pl.DataFrame:
    named = stories.frame().rename({"word": "mood_word"})
    own = named.with_columns(
        pl.when(pl.col("touchpoint") == "Storno per Mail")
        .then(pl.lit("cancellation"))
        .otherwise(pl.lit("contact"))
        .alias("kind"),
        pl.lit(0, dtype=pl.Int64).alias("branch"),
    )
    recorded = felt.select(RECORDED)
    return pl.concat([recorded, own.select(RECORDED).cast(recorded.schema)]).sort(
        "occurred_at", "customer", "touchpoint"
    )


def _up_to(as_of: date, frame: pl.DataFrame, moment: str = "occurred_at") -> pl.DataFrame:
    """What a system knows on the evening of that day."""
    return frame.filter(pl.col(moment).dt.date() <= as_of)
