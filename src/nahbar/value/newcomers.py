"""Who has not bought yet: what they may bring, by the group they belong to and how long we know them.

A group is how people found us, or where that is not said, what they are (person, organisation …).
Of each group a share has become customers; those who did spend a little more or less than others.
Small groups lean on the firm as a whole. Who has been in the file for years without a purchase is
no newcomer: how likely a first purchase still is comes from how long others took for theirs
(Kaplan & Meier 1958).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from nahbar.insight.clv.arrays import Floats

FIRM_WEIGHT = 20.0  # the firm's conversion counts like so many people of the group's own
PURCHASE_WEIGHT = 20.0  # and its spending like so many purchases


@dataclass(frozen=True)
class FirstPurchases:
    """The share of people who have bought by so many days after we came to know them.

    ``bought[i]`` is the share from ``days[i]`` on; before the first of them it is 0.
    """

    days: Floats
    bought: Floats

    def still_to_come(self, waited: Floats, horizon: float) -> Floats:
        """The chance of a first purchase within the horizon, for who has waited so many days."""
        now, then = self._share(waited), self._share(waited + horizon)
        left = 1 - now
        chance: Floats = np.where(left > 1e-9, (then - now) / np.maximum(left, 1e-9), 0.0)
        return chance

    def _share(self, day: Floats) -> Floats:
        share: Floats = np.append(0.0, self.bought)[np.searchsorted(self.days, day, side="right")]
        return share


@dataclass(frozen=True)
class Newcomers:
    """How people become customers here.

    `groups`: `group, prior, people, bought, factor, spending`: how likely a group's people are to
    buy and what a purchase of theirs brings, both against the firm's, 1 being the same; `prior`
    numbers the groups, the largest first.
    """

    groups: pl.DataFrame
    first: FirstPurchases

    def told(self) -> list[dict[str, Any]]:
        """As kept with the run, in the order of `prior`."""
        return self.groups.drop("prior").to_dicts()


def read_newcomers(people: pl.DataFrame, history: pl.DataFrame, as_of: date) -> Newcomers:
    """From `people`: `customer, group, known_on`, and `history` of those who bought.

    `history`: `customer, purchases, turnover, first_on`.
    """
    seen = people.join(history, on="customer", how="left")
    return Newcomers(_groups(seen), _first_purchases(seen, as_of))


def _groups(seen: pl.DataFrame) -> pl.DataFrame:
    groups = (
        seen.group_by("group")
        .agg(
            pl.len().alias("people"),
            pl.col("purchases").is_not_null().sum().alias("bought"),
            pl.col("purchases", "turnover").sum(),
        )
        .sort("people", "group", descending=[True, False])
        .with_row_index("prior")
    )
    everybody, bought, purchases, turnover = (
        int(groups[name].sum()) for name in ("people", "bought", "purchases", "turnover")
    )
    share, a_purchase = bought / max(everybody, 1), turnover / max(purchases, 1)
    own = (pl.col("bought") + FIRM_WEIGHT * share) / (pl.col("people") + FIRM_WEIGHT)
    spending = (
        (pl.col("turnover") / a_purchase + PURCHASE_WEIGHT)
        / (pl.col("purchases") + PURCHASE_WEIGHT)
        if a_purchase > 0
        else pl.lit(1.0)
    )
    return groups.select(
        "group",
        pl.col("prior").cast(pl.Int64),
        "people",
        "bought",
        (own / share if share else pl.lit(1.0)).alias("factor"),
        spending.clip(0.0).alias("spending"),
    )


def _first_purchases(seen: pl.DataFrame, as_of: date) -> FirstPurchases:
    """Kaplan–Meier over all people; who bought before we noted them took no time at all."""
    until = pl.coalesce("first_on", pl.lit(as_of))
    times = (
        seen.select(
            (until - pl.col("known_on")).dt.total_days().clip(0).alias("days"),
            pl.col("first_on").is_not_null().alias("bought"),
        )
        .group_by("days")
        .agg(pl.len().alias("n"), pl.col("bought").sum())
        .sort("days")
    )
    n, bought = times["n"].to_numpy(), times["bought"].to_numpy()
    at_risk = n.sum() - np.append(0, np.cumsum(n)[:-1])
    waiting = np.cumprod(1 - bought / np.maximum(at_risk, 1))
    return FirstPurchases(times["days"].to_numpy().astype(float), 1 - waiting)


def value_newcomers(
    newcomers: Newcomers,
    people: pl.DataFrame,
    *,
    as_of: date,
    horizon: float,
    first_purchase: float,
    mean: float,
    high: float,
    share: float,
) -> pl.DataFrame:
    """What each of `people` may bring who has not bought: `customer, prior, prior_mean, prior_high`.

    In margin. `first_purchase` is the turnover of the purchase that makes a customer, `mean` and
    `high` what follows it within the `horizon` (days); `share` is the margin's. Nobody knows who
    will come, so every range begins at 0.
    """
    waited = people.select((pl.lit(as_of) - pl.col("known_on")).dt.total_days().clip(0).alias("w"))
    chance = newcomers.first.still_to_come(waited["w"].to_numpy().astype(float), horizon)
    grouped = people.join(newcomers.groups, on="group", how="left", maintain_order="left")
    likely = (pl.Series("chance", chance) * grouped["factor"].fill_null(1.0)).clip(0.0, 1.0)
    brings = pl.col("spending").fill_null(1.0) * share
    return grouped.with_columns(likely.alias("chance")).select(
        "customer",
        "prior",
        (pl.col("chance") * brings * (first_purchase + mean)).alias("prior_mean"),
        pl.when(pl.col("chance") > 0)
        .then(brings * (first_purchase + high))
        .otherwise(0.0)
        .alias("prior_high"),
    )
