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


@dataclass(frozen=True)
class Arrival:
    """What somebody brings who becomes a customer in one part of the horizon, from then to its end.

    `mean` and `high` are turnover, the first purchase among it; `long` is the margin of things kept
    for years.
    """

    mean: float
    high: float
    long: float


def value_newcomers(
    newcomers: Newcomers,
    people: pl.DataFrame,
    *,
    as_of: date,
    horizon: float,
    arrivals: list[Arrival],
    share: float,
) -> pl.DataFrame:
    """What each of `people` may bring who has not bought: `customer, prior, prior_mean, prior_high`.

    In margin, `share` of turnover. `arrivals` are the equal parts of the `horizon` (days) in which
    a first purchase may come. `prior_high` is what nearly all stay below who do come: nobody knows
    who will, so that every range reaches to nothing.
    """
    waited = people.select((pl.lit(as_of) - pl.col("known_on")).dt.total_days().clip(0).alias("w"))
    days = waited["w"].to_numpy().astype(float)
    grouped = people.join(newcomers.groups, on="group", how="left", maintain_order="left")
    likelier = grouped["factor"].fill_null(1.0).to_numpy()
    brings = grouped["spending"].fill_null(1.0).to_numpy() * share
    chance, mean = np.zeros(len(days)), np.zeros(len(days))
    for step, arrival in enumerate(arrivals, start=1):
        until = newcomers.first.still_to_come(days, horizon * step / len(arrivals))
        until = np.clip(until * likelier, 0.0, 1.0)
        mean += (until - chance) * (brings * arrival.mean + arrival.long)
        chance = until
    high = np.where(chance > 0, brings * arrivals[0].high + arrivals[0].long, 0.0)
    return grouped.select(
        "customer", "prior", pl.Series("prior_mean", mean), pl.Series("prior_high", high)
    )
