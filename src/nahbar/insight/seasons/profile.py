"""Parts of a cycle against its average part: months of years, days of weeks."""

import numpy as np
from scipy.special import stdtrit

from nahbar.insight.clv.arrays import Floats

SHARED = 4.0  # degrees of freedom that the other parts lend to the variance of each


def compare_parts(cycles: Floats, confidence: float) -> tuple[Floats, Floats, Floats]:
    """Index (1 is the average part) and its range; ``cycles`` has a row per year or week.

    The index of a part is the ratio of its mean to the mean of all; its variance over the cycles
    is linearised and drawn towards that of the other parts, as a few years say little of it alone
    (Smyth, Linear Models and Empirical Bayes, 2004); the range is Student's. NaN for one cycle.
    """
    count, parts = cycles.shape
    level = cycles.mean()
    index = cycles.mean(axis=0) / level
    if count < 2:
        return index, np.full(parts, np.nan), np.full(parts, np.nan)
    apart = (cycles - index * cycles.mean(axis=1, keepdims=True)) / level
    own = (apart**2).sum(axis=0) / (count - 1)
    freedom = SHARED + count - 1
    variance = (SHARED * own.mean() + (count - 1) * own) / freedom
    reach = stdtrit(freedom, (1 + confidence) / 2) * np.sqrt(variance / count)
    return index, index - reach, index + reach


def remove_trend(years: Floats) -> Floats:
    """Months over the level of their time, times the mean level; ``years`` are rows of 12, > 0 each.

    A full year has no season in its sum, so the level runs straight from the middle of one year to
    that of the next, and on beyond the outermost two.
    """
    count = len(years)
    level = years.mean(axis=1)
    if count < 2:
        return years
    middle = 12 * np.arange(count) + 5.5
    at = np.arange(12 * count)
    trend = np.interp(at, middle, level)
    for outside, first, second in ((at < middle[0], 0, 1), (at > middle[-1], -1, -2)):
        slope = (level[first] - level[second]) / (middle[first] - middle[second])
        trend[outside] = level[first] + slope * (at[outside] - middle[first])
    floor = np.repeat(level, 12) / 4  # a steep fall must not reach 0
    flat: Floats = years / np.maximum(trend, floor).reshape(count, 12)
    return flat
