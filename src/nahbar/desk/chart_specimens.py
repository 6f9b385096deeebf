"""One chart of every kind with invented numbers, each with its table and its sentence."""

from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

MONTHS = [f"2026-{month:02}" for month in range(1, 10)]
ORDERS = [212.0, 188.0, 305.0, 441.0, 398.0, 266.0, 240.0, 231.0, 97.0]
EDGES = [0.0, 100.0, 200.0, 500.0, 1_000.0, 2_000.0, 5_000.0, 10_000.0]
COUNTS = [41.0, 88.0, 236.0, 402.0, 371.0, 160.0, 22.0]
CURVE = [[0.0, 0.0], [0.05, 0.24], [0.1, 0.38], [0.2, 0.58], [0.4, 0.79], [0.7, 0.95], [1.0, 1.0]]
FELT = [("2026-01-12", 0), ("2026-03-03", 1), ("2026-05-21", 2), ("2026-08-30", 0), ("2026-10-28", -1)]  # fmt: skip


def charts() -> list[dict[str, Any]]:
    """Arguments of the macro `chart`, one for each kind."""
    return [_bars(), _histogram(), _curve(), _timeline(), _grid(), _pairs()]


def _bars() -> dict[str, Any]:
    return {
        "id": "design-bars", "kind": "bars",
        "finding": _("Most orders come in April, when tyres are changed; September is not over yet."),
        "data": {"x": MONTHS, "y": ORDERS, "label": _("Orders"), "partial": True},
        "columns": [_("Month"), _number(_("Orders"))],
        "rows": [[month, f"{count:.0f}"] for month, count in zip(MONTHS, ORDERS, strict=True)],
    }  # fmt: skip


def _histogram() -> dict[str, Any]:
    between = [f"{low:.0f} – {high:.0f}" for low, high in pairwise(EDGES)]
    mark = {"value": 820.0, "text": _("in the middle")}
    return {
        "id": "design-histogram", "kind": "histogram",
        "finding": _("Every other customer is worth more than € 820, the others less."),
        "data": {"edges": EDGES, "counts": COUNTS, "unit": "EUR", "label": _("Customers"),
                 "x_label": _("Value of a customer"), "mark": mark},
        "columns": [_("Value of a customer"), _number(_("Customers"))],
        "rows": [[name, f"{count:.0f}"] for name, count in zip(between, COUNTS, strict=True)],
    }  # fmt: skip


def _curve() -> dict[str, Any]:
    classes = [
        {"name": "A", "until": 0.15},
        {"name": "B", "until": 0.4},
        {"name": "C", "until": 1.0},
    ]
    return {
        "id": "design-curve", "kind": "curve",
        "finding": _("15 of 100 customers bring half of all value."),
        "data": {"points": CURVE, "x_label": _("of the customers"), "y_label": _("of all value"),
                 "classes": classes},
        "columns": [_("of the customers"), _number(_("of all value"))],
        "rows": [[f"{x:.0%}", f"{y:.0%}"] for x, y in CURVE],
    }  # fmt: skip


def _timeline() -> dict[str, Any]:
    words = [_("upset"), _("dissatisfied"), _("neutral"), _("content"), _("delighted")]
    return {
        "id": "design-timeline", "kind": "timeline",
        "finding": _("Since the late parcel the mood falls. Before, she was proud of the new car."),
        "data": {"points": [{"at": at, "mood": mood} for at, mood in FELT], "words": words},
        "columns": [_("When"), _("How it felt")],
        "rows": [[at, words[mood + 2]] for at, mood in FELT],
    }  # fmt: skip


def _grid() -> dict[str, Any]:
    steps = [_("within their rhythm"), _("once their rhythm"), _("twice"), _("longer")]
    classes = ["A", "B", "C"]
    counts = [[420, 96, 31, 12], [510, 180, 77, 40], [260, 214, 190, 150]]
    cells = [
        {"x": x, "y": y, "customers": float(count), "value": count * (4_200.0 - 1_500.0 * y)}
        for y, row in enumerate(counts)
        for x, count in enumerate(row)
    ]
    return {
        "id": "design-grid", "kind": "grid",
        "finding": _("43 of our best customers have been silent for longer than they ever are."),
        "data": {"x": steps, "y": classes, "cells": cells, "border": 2, "unit": "EUR",
                 "border_label": _("longer than ever"), "label": _("Customers"),
                 "x_label": _("How long they have been silent"), "y_label": _("Class")},
        "columns": [_("Class"), *map(_number, steps)],
        "rows": [[name, *map(str, row)] for name, row in zip(classes, counts, strict=True)],
    }  # fmt: skip


def _pairs() -> dict[str, Any]:
    times, said, came = (
        ["1", "2", "3", "4", "5+"],
        [1.2, 1.3, 1.6, 1.7, 2.7],
        [1.0, 1.2, 1.4, 1.5, 2.5],
    )
    series = [{"name": _("predicted"), "y": said}, {"name": _("came"), "y": came}]
    return {
        "id": "design-pairs", "kind": "pairs",
        "finding": _("Held against the last year, the prediction was 8 % too high."),
        "data": {"x": times, "series": series, "x_label": _("Purchases until then"),
                 "label": _("Purchases since")},
        "columns": [_("Purchases until then"), _number(_("predicted")), _number(_("came"))],
        "rows": [[x, str(y), str(z)] for x, y, z in zip(times, said, came, strict=True)],
    }  # fmt: skip


def _number(label: str) -> dict[str, str]:
    return {"label": label, "kind": "num"}
