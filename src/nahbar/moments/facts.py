"""What moments say of customers, as facts to cut lists by."""

import polars as pl
from django.utils.translation import gettext_lazy as _

from nahbar.core.bulk import Ids, read_matching
from nahbar.core.fact_columns import house_day
from nahbar.core.facts import Fact, FactKind, Options
from nahbar.moments.models import Channel, EncounterKind

ROOM = _("Moments")
HERE = "nahbar.moments.facts"
MET = f"kind <> '{EncounterKind.ATTEMPT}'"
# What an order carries as its kind is how the workshop books, not what somebody said.
SAID = f"kind = '{EncounterKind.COMPLAINT}' AND channel <> '{Channel.SHOP}'"
LOWEST = 1 - (-2)  # so that the worst mood is code 1
WORDS = (_("upset"), _("dissatisfied"), _("neutral"), _("content"), _("delighted"))


def last_contacts(customers: Ids) -> pl.DataFrame:
    """The day on which customer and house last met."""
    rows = _times(
        f"SELECT customer_id, MAX(occurred_at) FROM moments_encounter WHERE {MET}", customers
    )
    return rows.select("customer", house_day("at").alias("value"))


def how_often(customers: Ids) -> pl.DataFrame:
    """How often they met."""
    return read_matching(
        f"SELECT customer_id, COUNT(*) FROM moments_encounter WHERE {MET}"
        " AND customer_id IN {keys} GROUP BY customer_id",
        customers.tolist(),
        schema={"customer": pl.Int64, "value": pl.Int64},
    )


def moods(customers: Ids) -> pl.DataFrame:
    """The mood noted last, from 1 (upset) to 5; what is private tells nothing."""
    rows = read_matching(
        "SELECT customer_id, mood, occurred_at, id FROM moments_encounter"
        " WHERE mood IS NOT NULL AND NOT is_private AND customer_id IN {keys}",
        customers.tolist(),
        schema={
            "customer": pl.Int64,
            "value": pl.Int64,
            "at": pl.Datetime("us"),
            "row": pl.Int64,
        },
    )
    last = rows.sort("at", "row").unique("customer", keep="last", maintain_order=True)
    return last.select("customer", pl.col("value") + LOWEST)


def complaints(customers: Ids) -> pl.DataFrame:
    """The day of the last complaint that somebody spoke or wrote."""
    rows = _times(
        f"SELECT customer_id, MAX(occurred_at) FROM moments_encounter WHERE {SAID}", customers
    )
    return rows.select("customer", house_day("at").alias("value"))


def open_complaints(customers: Ids) -> pl.DataFrame:
    """Who complained and was not met since."""
    said = _times(
        f"SELECT customer_id, MAX(occurred_at) FROM moments_encounter WHERE {SAID}", customers
    )
    later = _times(
        f"SELECT customer_id, MAX(occurred_at) FROM moments_encounter WHERE {MET} AND NOT ({SAID})",
        said["customer"].to_numpy(),
    )
    both = said.join(later, on="customer", how="left", suffix="_met")
    is_open = pl.col("at_met").is_null() | (pl.col("at_met") <= pl.col("at"))
    return both.filter(is_open).select("customer", pl.lit(1, dtype=pl.Int64).alias("value"))


def _times(query: str, customers: Ids) -> pl.DataFrame:
    return read_matching(
        f"{query} AND customer_id IN {{keys}} GROUP BY customer_id",
        customers.tolist(),
        schema={"customer": pl.Int64, "at": pl.Datetime("us")},
    )


def _mood_options() -> Options:
    return [(code, str(word)) for code, word in enumerate(WORDS, start=1)]


FACTS = (
    Fact("last_contact", _("Last contact"), FactKind.DAY, f"{HERE}.last_contacts", ROOM,
         is_usual=True),
    Fact("encounters", _("Moments so far"), FactKind.NUMBER, f"{HERE}.how_often", ROOM),
    Fact("mood", _("Mood"), FactKind.CHOICE, f"{HERE}.moods", ROOM, options=_mood_options),
    Fact("complaint", _("Last complaint"), FactKind.DAY, f"{HERE}.complaints", ROOM),
    Fact("open_complaint", _("Complained, and not met since"), FactKind.YES,
         f"{HERE}.open_complaints", ROOM),
)  # fmt: skip
