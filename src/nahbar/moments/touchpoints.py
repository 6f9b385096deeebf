"""The touchpoints of the house, found by name."""

from datetime import datetime

import polars as pl

from nahbar.moments.models import Stage, Touchpoint


def find_or_make_touchpoints(names: pl.Series, *, at: datetime) -> pl.DataFrame:
    """Frame `touchpoint, touchpoint_id` for these names; unknown ones join the catalogue."""
    cleaned = names.str.slice(0, 100)
    known = dict(Touchpoint.objects.filter(name__in=cleaned.to_list()).values_list("name", "pk"))
    for name in cleaned:
        if name not in known:
            made = Touchpoint.objects.create(name=name, stage=Stage.DURING, created_at=at)
            known[name] = made.pk
    rows = {"touchpoint": names, "touchpoint_id": [known[name] for name in cleaned]}
    return pl.DataFrame(rows, schema={"touchpoint": pl.String, "touchpoint_id": pl.Int64})
