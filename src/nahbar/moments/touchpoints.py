"""The touchpoints of the house, found by name."""

from datetime import datetime

import polars as pl

from nahbar.core.named_rows import find_or_make
from nahbar.moments.models import Stage, Touchpoint


def find_or_make_touchpoints(names: pl.Series, *, at: datetime) -> pl.DataFrame:
    """Frame `touchpoint, touchpoint_id` for these names; unknown ones join the catalogue."""
    return find_or_make(Touchpoint.objects, names, "touchpoint", stage=Stage.DURING, created_at=at)
