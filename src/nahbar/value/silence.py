"""How many have been silent for longer than is usual for them, in words and as a picture."""

import math
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nahbar.core import formats
from nahbar.value.drawings import Drawing
from nahbar.value.spread import CLASSES
from nahbar.value.steps import SILENCE
from nahbar.value.summary import RunSummary

# From this step of silence on, customers are beyond their own limit.
BEYOND_LIMIT = SILENCE.index(1.0) + 1
CLEARLY = 2.0  # standard deviations of what chance alone would bring


def finding(summary: RunSummary | None) -> str:
    """The heading: a finding only where more are silent than chance explains."""
    found = summary.rhythm if summary else {}
    drifting, chance = found.get("drifting", 0), found.get("by_chance", 0)
    if drifting <= chance + CLEARLY * math.sqrt(max(chance, 1)):
        return _("Value and rhythm")
    told = ngettext(
        "%(count)s customer is silent for longer than is usual for them",
        "%(count)s customers are silent for longer than is usual for them",
        drifting,
    )
    return told % {"count": formats.number(drifting)}


def silence_grid(summary: RunSummary) -> Drawing:
    """Classes by steps of silence; `rows`: class, silence, customers, value."""
    steps = _steps()
    cells = [cell for cell in summary.rhythm.get("cells", []) if cell["name"] in CLASSES]
    return {
        "data": {
            "x": steps,
            "x_short": [*(formats.percent(share) for share in SILENCE), "+"],
            "y": list(CLASSES),
            "cells": [_drawn(cell) for cell in cells],
            "border": BEYOND_LIMIT,
            "unit": summary.currency,
            "label": _("Customers"),
            "x_label": _("Silence, measured by their own limit"),
            "y_label": _("Class"),
        },
        "rows": [
            [
                cell["name"],
                steps[cell["step"]],
                formats.number(cell["customers"]),
                formats.money(float(cell["value"]), summary.currency, 0),
            ]
            for cell in cells
        ],
    }


def _drawn(cell: dict[str, Any]) -> dict[str, Any]:
    return {
        "x": cell["step"],
        "y": CLASSES.index(cell["name"]),
        "customers": cell["customers"],
        "value": float(cell["value"]),
    }


def _steps() -> list[str]:
    """Each step of silence as a share of the own limit: "under 25 %", "25 – 50 %", …"""
    shares = [formats.percent(share) for share in SILENCE]
    return [
        _("under %(share)s") % {"share": shares[0]},
        *(f"{low} – {high}" for low, high in pairwise(shares)),
        _("over %(share)s") % {"share": shares[-1]},
    ]
