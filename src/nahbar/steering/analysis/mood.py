"""How customers feel, where somebody noted it."""

import math

import polars as pl
from scipy.special import stdtrit

from nahbar.steering.analysis.measuring import FEWEST, Found
from nahbar.steering.knowledge_frames import Recorded


def describe_mood(recorded: Recorded) -> Found | None:
    """The mean over customers (each by their own mean, −2 … 2) with its range, and how many feel how.

    `low_ones, between, high_ones`: customers whose mean is at most −0.5, around 0, at least 0.5.
    """
    moods = recorded.moods.drop_nulls("customer")
    each = moods.group_by("customer").agg(
        (pl.col("mood") * pl.col("moments")).sum().alias("sum"), pl.col("moments").sum()
    )
    n = each.height
    told: Found = {"moments": recorded.moments, "noted": int(recorded.moods["moments"].sum())}
    if n < FEWEST:
        return told | {"customers": None, "mean": None, "parts": None} if recorded.moments else None
    means = each["sum"] / each["moments"]
    mean, deviation = float(means.mean()), float(means.std())  # type: ignore[arg-type]  # n ≥ 5
    reach = float(stdtrit(n - 1, 0.975)) * deviation / math.sqrt(n)
    counts = [
        int((means <= -0.5).sum()),
        int(((means > -0.5) & (means < 0.5)).sum()),
        int((means >= 0.5).sum()),
    ]
    is_safe = all(count == 0 or count >= FEWEST for count in counts)
    ends = {"low": max(mean - reach, -2.0), "high": min(mean + reach, 2.0)}
    return told | {
        "customers": n,
        "mean": {"value": mean, **ends, "count": n},
        "parts": counts if is_safe else None,
    }
