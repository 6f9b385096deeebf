"""How many stand where: steps across, classes down, a dot as large as there are customers."""

import math
from typing import Any

from nahbar.core import formats
from nahbar.core.documents.canvas import (
    BOTTOM,
    GREEN_MID,
    INK,
    LEFT,
    LINE,
    RIGHT,
    TOP,
    WARN,
    WIDTH,
    Canvas,
)

WIDEST, NARROWEST, READABLE = 20.0, 2.5, 11.0


def draw_grid(data: dict[str, Any]) -> str:
    """`x` steps, `y` classes from the top, `cells` with `x, y, customers`, `border`, `border_label`."""
    steps, classes, border = data["x"], data["y"], data.get("border", len(data["x"]))
    canvas = Canvas(0, 1)
    across = (WIDTH - LEFT - RIGHT) / max(len(steps), 1)
    down = (canvas.height - TOP - BOTTOM) / max(len(classes), 1)
    most = max([1, *(cell["customers"] for cell in data["cells"])])
    for at, name in enumerate(classes):
        middle = TOP + down * (at + 0.5)
        canvas.line([(LEFT, middle), (WIDTH - RIGHT, middle)], LINE, 1)
        canvas.text(LEFT - 12, middle + 4, str(name), "end")
    for at, name in enumerate(steps):
        canvas.text(LEFT + across * (at + 0.5), canvas.height - BOTTOM + 18, str(name))
    if border < len(steps):
        edge = LEFT + across * border
        canvas.line([(edge, TOP - 8), (edge, canvas.height - BOTTOM)], WARN, 1)
        canvas.text(edge + 6, TOP - 8, str(data.get("border_label", "")), "start", WARN)
    for cell in data["cells"]:
        x, y = LEFT + across * (cell["x"] + 0.5), TOP + down * (cell["y"] + 0.5)
        radius = max(WIDEST * math.sqrt(cell["customers"] / most), NARROWEST)
        is_beyond = cell["x"] >= border
        canvas.dot(x, y, radius, WARN if is_beyond else GREEN_MID)
        if radius >= READABLE:
            told = formats.number(cell["customers"])
            canvas.text(x, y + 4, told, "middle", "#ffffff" if is_beyond else INK)
    return canvas.done()
