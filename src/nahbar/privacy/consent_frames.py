"""Who may be reached for what, as columns, for mass work; and whom a consent keeps when an import goes."""

import polars as pl

from nahbar.core import clock
from nahbar.core.bulk import Ids, moment, read_frame, read_matching
from nahbar.privacy.models.consents import DENYING

STATES = {
    "customer": pl.Int64,
    "channel": pl.String,
    "topic": pl.String,
    "state": pl.String,
    "allows": pl.Boolean,
    "since": pl.Datetime("us"),
    "expires_at": pl.Datetime("us"),
    "address": pl.String,
}


def read_states(purpose: str, channel: str = "") -> pl.DataFrame:
    """How every customer stands to the purpose (its key), by customer: `customer, channel, topic,
    state, allows, since, expires_at, address`; `topic` is its key, empty for all. Of one channel, or
    of all where none is named. One query, no objects."""
    return read_frame(
        "SELECT s.customer_id, s.channel, COALESCE(t.key, ''), s.step, s.allows,"
        " CAST(s.since AS text), CAST(s.expires_at AS text), s.address"
        " FROM privacy_consentstate s JOIN privacy_purpose p ON p.id = s.purpose_id"
        " LEFT JOIN privacy_topic t ON t.id = s.topic_id"
        " WHERE p.key = %s AND p.retired_at IS NULL AND (%s = '' OR s.channel = %s)"
        " ORDER BY s.customer_id",
        [purpose, channel, channel],
        schema=STATES,
    )


def who_allows(purpose: str, channel: str, topic: str = "") -> pl.DataFrame:
    """Frame `customer, address`: who may be reached now; `address` is the only mail address it holds
    for, or empty. A no to the topic itself goes before a yes to all of them."""
    states = read_states(purpose, channel)
    holds = pl.col("expires_at").is_null() | (pl.col("expires_at") > moment(clock.now()))
    states = states.with_columns((pl.col("allows") & holds).alias("allows"))
    yes = states.filter(pl.col("allows") & pl.col("topic").is_in(["", topic]))
    no = states.filter(
        (pl.col("topic") == topic) & pl.col("state").is_in([step.value for step in DENYING])
    )
    reached = yes.join(no, on="customer", how="anti").sort("customer", "topic")
    return reached.unique("customer", keep="last", maintain_order=True).select(
        "customer", "address"
    )


def who_has_consents_noted(customers: Ids) -> Ids:
    """Of which of these customers something is noted that no import brought."""
    rows = read_matching(
        "SELECT DISTINCT customer_id FROM privacy_consentfact"
        " WHERE batch_id IS NULL AND customer_id IN {keys}",
        customers.tolist(),
        schema={"id": pl.Int64},
    )
    ids: Ids = rows["id"].to_numpy()
    return ids
