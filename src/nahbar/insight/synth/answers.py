"""What customers answer when they are asked, from how they felt then."""

from datetime import timedelta

import numpy as np
import polars as pl

from nahbar.insight.synth.catalogue import CARS
from nahbar.insight.synth.lives import Floats
from nahbar.insight.synth.moments import WORKSHOP

ASKED_SHARE, ASKED_YEARS = 0.32, 3
# Touchpoint: how good it is beside the others, how much of the overall judgement it makes.
WORKSHOP_POINTS = {
    "Terminvereinbarung": (0.1, 0.15),
    "Annahme": (0.25, 0.15),
    "Arbeit der Werkstatt": (0.35, 0.4),
    "Fahrzeugübergabe": (0.15, 0.2),
    "Abrechnung": (-0.6, 0.1),
}
SALES_POINTS = {
    "Beratung": (0.35, 0.45),
    "Probefahrt": (0.45, 0.2),
    "Auslieferung": (0.3, 0.35),
}
SORE = ("Terminvereinbarung", 1, -0.7)  # in the second branch nobody answers the telephone
SCHEMA = {
    "response": pl.Int64,
    "customer": pl.Int64,
    "answered_at": pl.Datetime("us"),
    "branch": pl.Int64,
    "question": pl.String,
    "touchpoint": pl.String,
    "lowest": pl.Int64,
    "highest": pl.Int64,
    "answer": pl.Int64,
}


def ask(
    visits: pl.DataFrame, moments: pl.DataFrame, temper: Floats, random: np.random.Generator
) -> pl.DataFrame:
    """Answers after some of the visits of the last years, one row an answer (`SCHEMA`).

    Questions: `recommend` (0–10), and 1–5 for each `touchpoint` and `overall`, which is their mean
    weighted as `WORKSHOP_POINTS` and `SALES_POINTS` say, and chance.
    """
    parts = []
    start = 0
    for bills, points in ((WORKSHOP, WORKSHOP_POINTS), (CARS, SALES_POINTS)):
        asked = _who_answers(visits.filter(pl.col("bill").is_in(bills)), moments, temper, random)
        asked = asked.with_row_index("response", offset=start)
        start += asked.height
        parts += _judgements(asked, points, random)
    return pl.concat(parts).sort("answered_at", "response", "question", "touchpoint")


def _who_answers(
    visits: pl.DataFrame, moments: pl.DataFrame, temper: Floats, random: np.random.Generator
) -> pl.DataFrame:
    """Those asked who answer (the content more readily), with how they feel: `felt`."""
    last = visits["occurred_at"].max()
    recent = visits
    if last is not None:
        since = last - timedelta(days=365 * ASKED_YEARS)  # type: ignore[operator]  # a datetime
        recent = visits.filter(pl.col("occurred_at") > since)
    asked = recent.filter(pl.Series(random.random(recent.height) < ASKED_SHARE))
    felt = asked.sort("occurred_at").join_asof(
        moments.select("customer", "occurred_at", "latent").sort("occurred_at"),
        on="occurred_at",
        by="customer",
        check_sortedness=False,
    )
    own = pl.Series(temper).gather(felt["customer"])
    felt = felt.with_columns(felt=pl.coalesce("latent", own))
    answers = pl.Series(random.random(felt.height)) < 0.4 + 0.06 * pl.col("felt")
    after = pl.duration(minutes=pl.lit(pl.Series(random.integers(60, 4_000, felt.height))))
    dated = felt.with_columns(answered_at=pl.col("occurred_at") + after)
    return dated.filter(answers).select("customer", "answered_at", "branch", "felt")


def _judgements(
    asked: pl.DataFrame, points: dict[str, tuple[float, float]], random: np.random.Generator
) -> list[pl.DataFrame]:
    n = asked.height
    parts, overall = [], pl.Series(np.zeros(n))
    for name, (better, weight) in points.items():
        sore = (pl.col("branch") == SORE[1]) * (SORE[2] if name == SORE[0] else 0.0)
        truly = 3.6 + better + sore + 0.6 * pl.col("felt") + pl.Series(random.normal(0, 0.75, n))
        steps = asked.select(truly.round().clip(1, 5).alias("answer"))["answer"]
        overall = overall + weight * steps
        parts.append(_answers(asked, "touchpoint", name, 1, 5, steps))
    said = (overall + pl.Series(random.normal(0.1, 0.45, n))).round().clip(1, 5)
    again = (2 * overall + pl.Series(random.normal(-0.1, 1.0, n))).round().clip(0, 10)
    parts.append(_answers(asked, "overall", None, 1, 5, said))
    parts.append(_answers(asked, "recommend", None, 0, 10, again))
    return parts


def _answers(
    asked: pl.DataFrame,
    question: str,
    touchpoint: str | None,
    low: int,
    high: int,
    given: pl.Series,
) -> pl.DataFrame:
    return asked.select(
        "response",
        "customer",
        "answered_at",
        "branch",
        pl.lit(question).alias("question"),
        pl.lit(touchpoint, dtype=pl.String).alias("touchpoint"),
        pl.lit(low).alias("lowest"),
        pl.lit(high).alias("highest"),
        given.alias("answer"),
    ).cast(SCHEMA)  # type: ignore[arg-type]  # a schema of classes and instances is one
