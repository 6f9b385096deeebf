"""The gaps between a customer's contact days, and what the model needs to know of them."""

from dataclasses import dataclass

import numpy as np

from nahbar.insight.clv.arrays import Floats, Ints
from nahbar.insight.customer_days import CustomerDays


@dataclass(frozen=True)
class GapSums:
    """Count, mean and sum of squares about it of each customer's log gaps (in days)."""

    count: Ints
    mean: Floats
    squares: Floats

    def pick(self, at: Ints) -> "GapSums":
        """Some of the customers."""
        return GapSums(self.count[at], self.mean[at], self.squares[at])

    def leave_out(self, log_gap: Floats) -> "GapSums":
        """Without one gap of each customer; every customer must have one."""
        rest = np.maximum(self.count - 1, 1)
        apart = log_gap - self.mean
        squares = self.squares - apart**2 * self.count / rest
        has_rest = self.count > 1
        return GapSums(
            self.count - 1,
            np.where(has_rest, self.mean - apart / rest, 0.0),
            np.where(has_rest, np.maximum(squares, 0.0), 0.0),
        )


@dataclass(frozen=True)
class Gaps:
    """All gaps in days, ordered by customer and time; ``customer`` says whose each is.

    ``last`` and ``median`` are 0 for a customer without any.
    """

    customer: Ints
    days: Ints
    sums: GapSums
    last: Ints
    median: Floats


def measure_gaps(contacts: CustomerDays) -> Gaps:
    """Days from each contact day to the customer's next."""
    n = contacts.n
    same = contacts.customer[1:] == contacts.customer[:-1]
    customer = contacts.customer[1:][same]
    days = np.diff(contacts.day)[same]
    count = np.bincount(customer, minlength=n)
    logs = np.log(np.arange(1, int(days.max(initial=0)) + 1))[days - 1]
    mean = np.bincount(customer, weights=logs, minlength=n) / np.maximum(count, 1)
    logs -= mean[customer]
    squares = np.bincount(customer, weights=logs**2, minlength=n).astype(float)
    end = np.cumsum(count) - 1
    has_gap = count > 0
    last = np.zeros(n, dtype=np.int64)
    last[has_gap] = days[end[has_gap]]
    return Gaps(
        customer, days, GapSums(count, mean, squares), last, _medians(customer, days, count)
    )


def _medians(customer: Ints, days: Ints, count: Ints) -> Floats:
    median = np.zeros(len(count))
    if not len(days):
        return median
    bits = int(days.max()).bit_length()
    key = np.sort((customer << bits) | days)
    key &= (1 << bits) - 1
    has_gap = count > 0
    start, size = (np.cumsum(count) - count)[has_gap], count[has_gap]
    median[has_gap] = (key[start + (size - 1) // 2] + key[start + size // 2]) / 2
    return median
