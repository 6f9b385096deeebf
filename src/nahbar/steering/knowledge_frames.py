"""What is recorded of customers, counted by the database: places, ways to reach them, moods, sources."""

from dataclasses import dataclass

import polars as pl

from nahbar.core.bulk import read_frame

MAILS = (
    "SELECT DISTINCT customer_id FROM customers_contactpoint"
    " WHERE kind = 'email' AND valid_until IS NULL"
)
KNOWN = {
    "phone": "SELECT count(DISTINCT customer_id) FROM customers_contactpoint"
    " WHERE kind IN ('phone', 'mobile') AND valid_until IS NULL",
    "address": "SELECT count(DISTINCT customer_id) FROM customers_postaladdress"
    " WHERE valid_until IS NULL AND (postcode <> '' OR city <> '')",
    "birthday": "SELECT count(DISTINCT customer_id) FROM customers_importantday"
    " WHERE kind = 'birthday' AND valid_until IS NULL",
    "relation": "SELECT count(DISTINCT origin_id) FROM customers_relation",
}
COUNTED = {"place": pl.String, "country": pl.String, "customers": pl.Int64}


@dataclass(frozen=True)
class Recorded:
    """`mails`: ids of who has a mail address; `known`: how many have what, by code. `cities, regions`: `place, country, customers`,
    the largest first; a region is the first two digits of a postcode. `moods`: `customer, mood, moments`.
    `sources`: `source, name, last_import` (as text, null where nothing was taken over).
    """

    mails: pl.Series
    known: dict[str, int]
    cities: pl.DataFrame
    regions: pl.DataFrame
    countries: pl.DataFrame
    moods: pl.DataFrame
    moments: int
    sources: pl.DataFrame
    branches: dict[int, str]


def read_recorded() -> Recorded:
    """All of it, with a number of queries that does not depend on the number of customers."""
    moments = read_frame("SELECT count(*) FROM moments_encounter", schema={"count": pl.Int64})
    branches = read_frame(
        "SELECT id, name FROM team_branch", schema={"id": pl.Int64, "name": pl.String}
    )
    return Recorded(
        mails=read_frame(MAILS, schema={"customer": pl.Int64})["customer"],
        known={
            code: int(read_frame(query, schema={"count": pl.Int64})["count"][0])
            for code, query in KNOWN.items()
        },
        cities=_places("city"),
        regions=_places(
            "substr(postcode, 1, 2)",
            "postcode <> '' AND country IN ('AT', 'CH', 'DE', '')",
        ),
        countries=_places("country"),
        moods=read_frame(
            "SELECT customer_id, mood, count(*) FROM moments_encounter WHERE mood IS NOT NULL"
            " GROUP BY customer_id, mood",
            schema={"customer": pl.Int64, "mood": pl.Int64, "moments": pl.Int64},
        ),
        moments=int(moments["count"][0]),
        sources=_sources(),
        branches=dict(branches.iter_rows()),
    )


def _places(place: str, condition: str = "") -> pl.DataFrame:
    """Customers by a part of their address; who has addresses in two places counts in both."""
    where = condition or f"{place} <> ''"
    return read_frame(
        f"SELECT {place}, country, count(DISTINCT customer_id) FROM customers_postaladdress"
        f" WHERE valid_until IS NULL AND {where} GROUP BY 1, 2 ORDER BY 3 DESC, 1 LIMIT 500",
        schema=COUNTED,
    )


def _sources() -> pl.DataFrame:
    """Freshness of each source by what was taken over from it and by its last order."""
    return read_frame(
        "SELECT s.id, s.name, CAST(b.last AS text) FROM core_source s LEFT JOIN"
        " (SELECT source_id, max(started_at) AS last FROM core_batch WHERE undone_at IS NULL"
        " GROUP BY source_id) b ON b.source_id = s.id ORDER BY s.name",
        schema={"source": pl.Int64, "name": pl.String, "last_import": pl.String},
    )
