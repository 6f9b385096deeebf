"""How customers stand, worked out anew from all their facts, over columns.

The same rule as `noting` follows fact by fact: of the customer's own words the one said last, then
what followed it by itself (a question while nothing is allowed, running out); a claim where there
is nothing else.
"""

import polars as pl

from nahbar.core.bulk import Ids, allocate_ids, delete_ids, insert_frame, read_matching
from nahbar.core.facts import changed
from nahbar.privacy.models import ConsentState, Purpose
from nahbar.privacy.models.consents import ALLOWING, DENYING, Step

FACTS = {
    "fact_id": pl.Int64,
    "customer_id": pl.Int64,
    "purpose_id": pl.Int64,
    "channel": pl.String,
    "topic_id": pl.Int64,
    "step": pl.String,
    "since": pl.Datetime("us"),
    "address": pl.String,
}
YES = [step.value for step in ALLOWING]
NO = [step.value for step in DENYING]
BY_ITSELF = [Step.ASKED.value, Step.EXPIRED.value]
ABOUT = ["customer_id", "purpose_id", "channel", "topic_id"]


def show_states_anew(customers: Ids) -> None:
    """Rewrite the states of these customers (primary keys), in the running transaction."""
    old = read_matching(
        "SELECT id FROM privacy_consentstate WHERE customer_id IN {keys}",
        customers.tolist(),
        schema={"id": pl.Int64},
    )
    delete_ids(ConsentState, old["id"].to_numpy())
    changed(customers.tolist())
    facts = read_matching(
        "SELECT id, customer_id, purpose_id, channel, topic_id, step, CAST(said_at AS text), address"
        " FROM privacy_consentfact WHERE customer_id IN {keys}",
        customers.tolist(),
        schema=FACTS,
    )
    if facts.is_empty():
        return
    states = _with_ends(_deciding(facts))
    ids = allocate_ids(ConsentState, states.height)
    insert_frame(ConsentState, states.with_columns(pl.Series("id", ids)))


def _deciding(facts: pl.DataFrame) -> pl.DataFrame:
    """Of the facts about each thing the one that says how it stands, as a row of a state."""
    is_word = pl.col("step").is_in([*YES, *NO])
    words = facts.filter(is_word).sort("since", "fact_id")
    last = words.unique(ABOUT, keep="last", maintain_order=True)
    allows = pl.col("step").is_in(YES)
    marks = last.select(*ABOUT, allows.alias("word_allows"), pl.col("fact_id").alias("word_id"))
    after = facts.filter(pl.col("step").is_in(BY_ITSELF)).join(
        marks, on=ABOUT, how="left", nulls_equal=True
    )
    counts = (pl.col("fact_id") > pl.col("word_id")) & (
        (pl.col("step") == Step.EXPIRED.value) | ~pl.col("word_allows")
    )
    after = after.filter(pl.col("word_id").is_null() | counts).select(facts.columns)
    claims = facts.filter(pl.col("step") == Step.CLAIMED.value)
    ranked = pl.concat(
        [
            part.sort("fact_id").with_columns(pl.lit(rank).alias("rank"))
            for rank, part in enumerate((claims, last, after))
        ]
    )
    chosen = ranked.sort("rank", maintain_order=True).unique(
        ABOUT, keep="last", maintain_order=True
    )
    kept = pl.when(pl.col("step") == Step.CONFIRMED.value).then("address").otherwise(pl.lit(""))
    return chosen.drop("rank").with_columns(allows.alias("allows"), kept.alias("address"))


def _with_ends(states: pl.DataFrame) -> pl.DataFrame:
    """Add `expires_at`, by how long each purpose's consents last."""
    ends = pl.lit(None, dtype=pl.Datetime("us"))
    for pk, months in Purpose.objects.exclude(lasts_months=None).values_list("pk", "lasts_months"):
        is_this = (pl.col("purpose_id") == pk) & pl.col("allows")
        ends = pl.when(is_this).then(pl.col("since").dt.offset_by(f"{months}mo")).otherwise(ends)
    return states.with_columns(ends.alias("expires_at"))
