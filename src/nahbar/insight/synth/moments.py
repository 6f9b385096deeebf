"""Moments around the visits: calls, advice, handovers, complaints, farewells; and how they felt."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from nahbar.insight.synth.catalogue import CARS, REPAIRS
from nahbar.insight.synth.lives import Floats
from nahbar.insight.synth.said import said_at

WORKSHOP = ("service", "tyres", *REPAIRS)
HALF_LIFE = 110.0  # days after which half of what was felt is forgotten
SCHEMA = {
    "customer": pl.Int64,
    "occurred_at": pl.Datetime("us"),
    "kind": pl.String,
    "touchpoint": pl.String,
    "channel": pl.String,
    "employee": pl.Int64,
    "branch": pl.Int64,
    "shock": pl.Float64,
}


@dataclass(frozen=True)
class Around:
    """One kind of moment around visits: `days` after them from to, and what it does to the mood."""

    touchpoint: str
    kind: str
    channels: tuple[str, ...]
    days: tuple[float, float]
    shock: float
    share: float = 1.0


CALL = Around("Terminvereinbarung", "contact", ("phone", "phone", "web", "mail"), (-12, -2), 0, 0.1)
HANDOVER = Around("Fahrzeugübergabe", "service", ("visit",), (0.1, 0.3), 0.45, 0.11)
KIND_TALK = Around("Gespräch im Haus", "contact", ("visit",), (0.05, 0.1), 0.8, 0.05)
COMPLAINT = Around("Beschwerde", "complaint", ("phone", "visit", "mail"), (1, 6), -3.0)
AFTER_COMPLAINT = Around("Nachfassen", "contact", ("phone",), (7, 12), 2.3)
LATE = Around("Teil verspätet", "contact", ("phone",), (3, 7), -1.7)
ADVICE = Around("Beratung", "contact", ("visit", "visit", "phone"), (-30, -5), 0.2)
TEST_DRIVE = Around("Probefahrt", "contact", ("visit",), (-15, -3), 0.3, 0.6)
DELIVERY = Around("Auslieferung", "delivery", ("visit",), (14, 60), 0.8, 0.9)
AFTER_SALE = Around("Anruf nach dem Kauf", "contact", ("phone",), (65, 80), 0.2, 0.4)
FIRST_ASKED = Around("Anfrage", "contact", ("web", "web", "phone", "mail", "visit"), (0, 0.4), 0)
OFFER = Around("Angebot", "contact", ("mail", "visit"), (1, 4), 0, 0.55)
FAREWELL = Around("Abschied", "contact", ("phone", "mail", "visit"), (-0.4, -0.1), 0, 0.3)


def moments_of(visits: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    """What happens around visits of named customers; frame of `SCHEMA`."""
    workshop = visits.filter(pl.col("bill").is_in(WORKSHOP))
    sales = visits.filter(pl.col("bill").is_in(CARS))
    wrong, late = workshop.filter("went_wrong"), workshop.filter("is_late")
    parts = [
        (workshop, CALL),
        (workshop, HANDOVER),
        (visits, KIND_TALK),
        (wrong, COMPLAINT),
        (wrong.filter("is_mended"), AFTER_COMPLAINT),
        (late, LATE),
        (sales, ADVICE),
        (sales, TEST_DRIVE),
        (sales, DELIVERY),
        (sales, AFTER_SALE),
    ]
    return pl.concat([around(anchors, what, random) for anchors, what in parts])


def around(anchors: pl.DataFrame, what: Around, random: np.random.Generator) -> pl.DataFrame:
    """One moment for `what.share` of the anchors (`customer, occurred_at, employee, branch`)."""
    chosen = anchors.filter(pl.Series(random.random(anchors.height) < what.share))
    n = chosen.height
    later = random.uniform(*what.days, n)
    day = (
        pl.col("occurred_at") + pl.duration(minutes=pl.lit(pl.Series(later * 1440).cast(pl.Int64)))
    ).dt
    at_noon = day.truncate("1d") + pl.duration(
        minutes=pl.lit(pl.Series(random.integers(96, 210, n) * 5))
    )
    is_same_day = abs(what.days[0]) < 1 and abs(what.days[1]) < 1
    moment = day.truncate("5m") if is_same_day else at_noon
    return chosen.select(
        "customer",
        moment.alias("occurred_at"),
        pl.lit(what.kind).alias("kind"),
        pl.lit(what.touchpoint).alias("touchpoint"),
        pl.Series("channel", random.choice(what.channels, n)),
        "employee",
        "branch",
        pl.Series("shock", what.shock * random.uniform(0.6, 1.4, n)),
    ).cast(SCHEMA)  # type: ignore[arg-type]  # a schema of classes and instances is one


def feel(moments: pl.DataFrame, temper: Floats, random: np.random.Generator) -> pl.DataFrame:
    """Adds `latent` (the true mood right after the moment), `mood` (noted in part), `mood_word`, `text`.

    The latent mood is the customer's temper and all that happened before, fading by half in
    `HALF_LIFE` days; what is noted is its nearest step from −2 to 2, seen not quite exactly.
    """
    ordered = moments.sort("customer", "occurred_at", "touchpoint")
    n = ordered.height
    since = pl.col("occurred_at") - pl.col("occurred_at").min()
    grown = (since.dt.total_minutes() / 1440 * (np.log(2) / HALF_LIFE)).exp()
    ordered = ordered.with_columns(grown=grown)
    latent = (pl.col("shock") * pl.col("grown")).cum_sum().over("customer") / pl.col("grown")
    felt = ordered.with_columns(latent=latent).with_columns(
        latent=(pl.col("latent") + pl.Series(temper).gather(ordered["customer"])).clip(-2.6, 2.6)
    )
    seen = (pl.col("latent") + pl.Series(random.normal(0, 0.45, n))).round().clip(-2, 2)
    is_noted = pl.Series(random.random(n) < 0.62) & pl.col("channel").is_in(["visit", "phone"])
    is_noted |= pl.col("kind") == "complaint"
    noted = felt.with_columns(mood=pl.when(is_noted).then(seen.cast(pl.Int64)))
    return said_at(noted, random).sort("occurred_at", "customer", "touchpoint")
