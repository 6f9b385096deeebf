"""Returns and cancellations are netted, never counted as visits."""

from dataclasses import dataclass

import numpy as np

from nahbar.insight.clv.arrays import Flags, Floats, Ints

MONEY_DECIMALS = 6  # money is kept to six decimals; what is smaller is rounding, not money


@dataclass(frozen=True)
class PurchaseDays:
    """One entry per customer and day, sorted by customer, then day.

    ``has_return`` tells the days on which at least one row was negative.
    """

    customer: Ints
    day: Ints
    amount: Floats
    has_return: Flags

    def only(self, kept: Flags) -> "PurchaseDays":
        """The days for which ``kept`` is true."""
        if kept.all():
            return self
        return PurchaseDays(
            self.customer[kept], self.day[kept], self.amount[kept], self.has_return[kept]
        )


@dataclass(frozen=True)
class Netted:
    """The visits that remain, with what they brought, and the money that met no purchase.

    ``unmatched_amount`` (≥ 0) was given back to ``unmatched_customers`` beyond all they had bought.
    """

    visits: PurchaseDays
    unmatched_amount: float
    unmatched_customers: int


def net_returns(days: PurchaseDays) -> Netted:
    """Take the money of negative days back from the latest earlier purchases.

    Last in, first out. Read from the last day backwards that is one recursion: what is still to be
    taken back grows by every negative day and shrinks by every purchase it meets.
    """
    if not days.has_return.any():
        return Netted(days, 0.0, 0)
    careful = np.zeros(int(days.customer[-1]) + 1, dtype=bool)
    careful[days.customer[days.has_return]] = True
    rows = np.flatnonzero(careful[days.customer])
    left, is_visit, open_at_start = _settle(
        days.customer[rows], np.round(days.amount[rows], MONEY_DECIMALS), days.has_return[rows]
    )
    amount = days.amount.copy()
    amount[rows] = left
    kept = np.ones(len(amount), dtype=bool)
    kept[rows] = is_visit
    netted = PurchaseDays(days.customer, days.day, amount, days.has_return).only(kept)
    return Netted(netted, float(open_at_start.sum()), int((open_at_start > 0).sum()))


def _settle(customer: Ints, net: Floats, has_return: Flags) -> tuple[Floats, Flags, Floats]:
    """What is left of each day, whether it stays a visit, and what each customer's days left open.

    The loop runs over the position from a customer's last day, all customers at once.
    """
    last = np.flatnonzero(np.append(customer[1:] != customer[:-1], True))
    length = np.diff(last, prepend=-1)
    left = np.zeros(len(net))
    demand = np.zeros(len(last))
    by_length = np.argsort(-length, kind="stable")
    longest_first = length[by_length]
    for step in range(int(longest_first[0])):
        active = by_length[: np.searchsorted(-longest_first, -step, side="left")]
        at = last[active] - step
        after = np.round(net[at] - demand[active], MONEY_DECIMALS)
        left[at] = np.where(net[at] > 0, np.maximum(after, 0.0), 0.0)
        demand[active] = np.maximum(-after, 0.0)
    is_visit = (left > 0) | ((net == 0) & ~has_return)
    return left, is_visit, demand
