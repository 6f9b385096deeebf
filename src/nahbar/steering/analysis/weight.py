"""On how few customers the value of the firm rests."""

from nahbar.insight.concentration import concentrate
from nahbar.insight.concentration.lorenz import Figure
from nahbar.steering.analysis.measuring import FEWEST, Found, money
from nahbar.steering.frames import Read


def describe_weight(read: Read) -> Found | None:
    """The share of value that the best fifth brings, how many bring half, and the curve.

    The curve begins with the most valuable. None where there is nothing to share or too few share it.
    """
    values = read.worth["value"].drop_nulls()
    if values.len() < FEWEST or values.sum() <= 0:
        return None
    found = concentrate(values / 1e6)
    fifth = found.tops.filter(found.tops["top"] == 0.2).row(0, named=True)
    points = [
        [round(1 - customers, 6), round(1 - value, 6)]
        for customers, value in reversed(list(found.curve.iter_rows()))
    ]
    return {
        "customers": found.n,
        "total": money(float(values.sum())),
        "fifth": None
        if fifth["share"] is None
        else {"value": fifth["share"], "low": fifth["low"], "high": fifth["high"]},
        "half": _ends(found.half),
        "negative": next(
            (one.values["customers"] for one in found.remarks if one.code == "negative_values"), 0
        ),
        "is_rough": any(one.code == "few_customers" for one in found.remarks),
        "curve": points,
    }


def _ends(figure: Figure) -> Found | None:
    if figure.value is None or figure.value < FEWEST:
        return None
    return {"value": round(figure.value), "low": figure.low, "high": figure.high}
