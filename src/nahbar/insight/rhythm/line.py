"""The limits of the customers of one line of business."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl
from scipy.special import stdtr, stdtrit

from nahbar.insight.clv.arrays import Floats, Ints
from nahbar.insight.customer_days import CustomerDays
from nahbar.insight.rhythm.gaps import Gaps, GapSums
from nahbar.insight.rhythm.prior import GapPrior, fit_prior

FITTED_ON = 20_000  # customers; more move the prior by less than a day
ENOUGH_TO_CHECK = 200  # customers whose last gap says how long gaps really get
KNOWN_GAPS = (0, 5, 15, 1 << 40)  # customers of whom as much is known are checked together
LONGEST_LOG = float(np.log(100 * 365))


@dataclass(frozen=True)
class LineRhythm:
    """``frame`` as :func:`own_rhythm` gives it, without the line's name."""

    frame: pl.DataFrame
    gaps: int
    with_gaps: int
    checked_on: int


def read_prior(known: list[GapSums]) -> GapPrior | None:
    """The prior of some lines together, from an even choice of their customers; None without gaps."""
    count, mean, squares = (
        np.concatenate([getattr(sums, name) for sums in known])
        for name in ("count", "mean", "squares")
    )
    chosen = _choose(np.flatnonzero(count))
    return fit_prior(GapSums(count, mean, squares).pick(chosen)) if len(chosen) else None


def measure_line(
    contacts: CustomerDays, gaps: Gaps, prior: GapPrior | None, end: int, confidence: float
) -> LineRhythm:
    """Limits and silences at day ``end``."""
    last = np.append(contacts.first[1:], len(contacts.day)) - 1 if contacts.n else contacts.first
    silent = end - contacts.day[last]
    frame = pl.DataFrame(
        {
            "customer": contacts.names,
            "contacts": gaps.sums.count + 1,
            "typical_gap_days": gaps.median,
            "silent_days": silent,
        }
    )
    count = gaps.sums.count
    checked_on = 0
    if prior is None:
        unknown = pl.lit(None, pl.Float64)
        frame = frame.with_columns(limit_days=unknown, share_beyond=unknown)
    else:
        limit, share, checked_on = _set_limits(prior, gaps, silent, confidence)
        frame = frame.with_columns(pl.Series("limit_days", limit), pl.Series("share_beyond", share))
    with_gaps = int(np.count_nonzero(count))
    return LineRhythm(_finish(frame), len(gaps.days), with_gaps, checked_on)


def _set_limits(
    prior: GapPrior, gaps: Gaps, silent: Ints, confidence: float
) -> tuple[Floats, Floats, int]:
    """Limits, shares of gaps beyond the silence, and on how many last gaps both were checked."""
    center, scale, freedom = prior.predict(gaps.sums)
    reached = stdtr(freedom, (np.log(np.maximum(silent, 0.5)) - center) / scale)
    distinct, place = np.unique(freedom, return_inverse=True)
    limit, share, checked_on = np.zeros(len(silent)), np.zeros(len(silent)), 0
    count = gaps.sums.count
    for low, high in pairwise(KNOWN_GAPS):
        alike = np.flatnonzero((count >= low) & (count < high))
        scores = _score_last_gaps(prior, gaps, np.flatnonzero((count > low) & (count <= high)))
        checked_on += len(scores)
        quantile = stdtrit(distinct, _find_level(scores, confidence))[place[alike]]
        limit[alike] = np.exp(np.minimum(center[alike] + scale[alike] * quantile, LONGEST_LOG))
        share[alike] = _share_beyond(reached[alike], scores)
    return limit, share, checked_on


def _choose(customers: Ints) -> Ints:
    """At most so many, evenly from all, so that no seed is needed."""
    if len(customers) <= FITTED_ON:
        return customers
    return customers[np.linspace(0, len(customers) - 1, FITTED_ON).astype(np.int64)]


def _score_last_gaps(prior: GapPrior, gaps: Gaps, customers: Ints) -> Floats:
    """Where the last gap of each customer fell in its prediction from the ones before, sorted."""
    chosen = _choose(customers)
    if len(chosen) < ENOUGH_TO_CHECK:
        return np.empty(0)
    last = np.log(gaps.last[chosen])
    center, scale, freedom = prior.predict(gaps.sums.pick(chosen).leave_out(last))
    return np.sort(stdtr(freedom, (last - center) / scale))


def _find_level(scores: Floats, confidence: float) -> float:
    if not len(scores):
        return confidence
    rank = min(int(np.ceil((len(scores) + 1) * confidence)), len(scores))
    return float(np.clip(scores[rank - 1], 2 * confidence - 1, 1 - 1e-9))


def _share_beyond(reached: Floats, scores: Floats) -> Floats:
    if not len(scores):
        return 1 - reached
    above = len(scores) - np.searchsorted(scores, reached, side="left")
    return (above + 1) / (len(scores) + 1)


def _finish(frame: pl.DataFrame) -> pl.DataFrame:
    came_again = pl.col("contacts") > 1
    return frame.select(
        "customer",
        "contacts",
        pl.when(came_again).then("typical_gap_days"),
        "limit_days",
        "silent_days",
        pl.when(came_again).then(pl.col("silent_days") > pl.col("limit_days")).alias("is_drifting"),
        "share_beyond",
    )
