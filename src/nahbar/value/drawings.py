"""What the charts of a run are drawn from, and the same numbers as rows to be read."""

from typing import Any

from django.utils.translation import gettext as _

from nahbar.core import formats
from nahbar.value.spread import READ
from nahbar.value.summary import RunSummary

Drawing = dict[str, Any]


def concentration_curve(summary: RunSummary) -> Drawing:
    """The curve with the borders of the classes; `rows`: share of customers, share of value."""
    reached, borders = 0, []
    for part in summary.classes:
        reached += part.customers
        if part.customers:
            borders.append({"name": part.name, "until": reached / summary.ranked})
    return {
        "data": {
            "points": summary.curve,
            "classes": borders,
            "x_label": _("of the customers"),
            "y_label": _("of all value"),
        },
        "rows": [
            [formats.percent(customers), formats.percent(value)]
            for customers, value in _nearest(summary.curve)
        ],
    }


def value_histogram(summary: RunSummary) -> Drawing | None:
    """Counts of customers between round values; `rows`: from – to, customers."""
    if summary.histogram is None:
        return None
    edges, counts = summary.histogram["edges"], summary.histogram["counts"]
    named = [formats.number(edge, 0) for edge in edges]
    return {
        "data": {
            "edges": edges,
            "counts": counts,
            "unit": summary.currency,
            "label": _("Customers"),
            "x_label": _("Value of a customer"),
            "mark": {"value": float(summary.median), "text": _("in the middle")},
        },
        "rows": [
            [f"{low} – {high}", formats.number(count)]
            for low, high, count in zip(named, named[1:], counts, strict=False)
        ],
    }


def _nearest(curve: list[list[float]]) -> list[list[float]]:
    """The first point at or after each share that is read; few customers have few points."""
    if not curve:
        return []
    found = [next(point for point in curve if point[0] >= share - 1e-9) for share in READ]
    return [point for at, point in enumerate(found) if point not in found[:at]]
