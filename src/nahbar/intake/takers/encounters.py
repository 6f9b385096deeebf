"""Rows that each are a moment with a customer."""

import polars as pl

from nahbar.core.digest import digest_rows, number_repeats
from nahbar.core.undo import Effect, remember
from nahbar.intake.identity import add_customer_keys, identify
from nahbar.intake.said import columns_of, listed, said_of
from nahbar.intake.takers.colleagues import recognise
from nahbar.intake.takers.columns import optional, utc
from nahbar.intake.takers.outcome import REFUSED, Outcome, Work
from nahbar.intake.takers.worded import CHANNELS, KINDS, worded
from nahbar.moments.models import Encounter
from nahbar.moments.operations import find_encounters, take_over_encounters
from nahbar.moments.touchpoints import find_or_make_touchpoints
from nahbar.team.branches import find_or_make_branches

SAME = ("customer_key", "occurred_at", "kind", "channel", "touchpoint", "subject", "text")


def take_encounters(typed: pl.DataFrame, work: Work) -> Outcome:
    """Store the moments that are new, with their customers."""
    said = add_customer_keys(said_of(typed, uses=work.address_uses))
    moments = count_moments(typed, said, work)
    stored = find_encounters(moments["row_key"])
    moments = moments.join(stored, on="row_key", how="left", maintain_order="left")
    met = moments.filter(pl.col("stored_id").is_not_null())
    remember(work.batch, Encounter, Effect.CONFIRMED, met["stored_id"].to_numpy())
    new = moments.filter(pl.col("stored_id").is_null())
    found = identify(said, work, fills_only=True)
    ready = new.join(found.rows, on="row", how="inner", maintain_order="left")
    nobody = ready.filter(pl.col("customer_id").is_null()).select(
        "row", pl.lit("customer_missing").alias("code"), pl.lit(None, dtype=pl.Int64).alias("other")
    )
    theirs = ready.filter(pl.col("customer_id").is_not_null())
    take_over_encounters(_finish(theirs, work), source=work.source, batch=work.batch, at=work.at)
    refused = found.refused.join(new.select("row"), on="row", how="semi")
    return Outcome(
        stored=theirs.height,
        unchanged=met.height,
        customers_created=found.created,
        customers_updated=found.updated,
        refused=pl.concat([refused.cast(REFUSED), nobody.cast(REFUSED)]),
    )


def count_moments(typed: pl.DataFrame, said: pl.DataFrame, work: Work) -> pl.DataFrame:
    """The typed rows as moments with their `row_key`, counted into the import's totals."""
    moments = typed.select(
        "row",
        said["customer_key"],
        utc("occurred_at", work.zone),
        *(
            optional(typed, name, pl.String)
            for name in (
                "kind",
                "channel",
                "touchpoint",
                "subject",
                "mood_word",
                "branch",
                "employee",
            )
        ),
        _joined(typed, "text"),
        optional(typed, "mood", pl.Int64),
    )
    work.tally.add_customers(moments["customer_key"])
    digests = digest_rows(moments.select(SAME), salt=f"moment {work.source.pk}")
    return moments.with_columns(number_repeats(digests, work.repeats.number(digests)))


def _joined(typed: pl.DataFrame, name: str) -> pl.Expr:
    columns = columns_of(typed, name)
    if not columns:
        return pl.lit(None, dtype=pl.String).alias(name)
    text = listed(typed, columns).list.join("\n")
    return pl.when(text != "").then(text).alias(name)


def _finish(moments: pl.DataFrame, work: Work) -> pl.DataFrame:
    branches = find_or_make_branches(moments["branch"].drop_nulls().unique(), at=work.at)
    named = moments.with_columns(pl.coalesce("touchpoint", "kind").alias("touchpoint"))
    touchpoints = find_or_make_touchpoints(named["touchpoint"].drop_nulls().unique(), at=work.at)
    text = pl.concat_str("subject", "text", separator="\n", ignore_nulls=True)
    return (
        recognise(named, work.people)
        .join(branches, on="branch", how="left", maintain_order="left")
        .join(touchpoints, on="touchpoint", how="left", maintain_order="left")
        .select(
            "customer_id",
            worded("kind", KINDS, "contact"),
            worded("channel", CHANNELS, "other"),
            "occurred_at",
            "branch_id",
            "touchpoint_id",
            "by_id",
            pl.col("by_name").fill_null(""),
            pl.when(pl.col("mood").is_between(-2, 2)).then("mood").alias("mood"),
            pl.col("mood_word").fill_null("").str.slice(0, 40),
            text.fill_null("").str.slice(0, 10_000).alias("text"),
            "row_key",
        )
    )
