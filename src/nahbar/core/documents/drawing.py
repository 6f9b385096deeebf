"""Pictures for paper, as SVG, from the same data the charts on a screen are drawn from."""

from collections.abc import Callable
from typing import Any

from nahbar.core.documents.bars import draw_bars, draw_histogram, draw_pairs
from nahbar.core.documents.curves import draw_curve, draw_timeline
from nahbar.core.documents.grids import draw_grid

KINDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "bars": draw_bars,
    "histogram": draw_histogram,
    "curve": draw_curve,
    "grid": draw_grid,
    "pairs": draw_pairs,
    "timeline": draw_timeline,
}


def draw(kind: str, data: dict[str, Any]) -> str | None:
    """The picture, or None for a kind that is only shown on a screen."""
    make = KINDS.get(kind)
    return make(data) if make else None
