"""Curves: how value gathers on few customers, and how a feeling goes over time."""

from datetime import date
from typing import Any

from babel import dates

from nahbar.core import formats
from nahbar.core.documents.canvas import (
    BOTTOM,
    GREEN,
    LEFT,
    LINE,
    RIGHT,
    WIDTH,
    Canvas,
    round_steps,
)
from nahbar.core.language import current_locale

QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)
MOODS = (-2, -1, 0, 1, 2)


def draw_curve(data: dict[str, Any]) -> str:
    """`points` of shares (0 … 1, 0 … 1), `x_label`, `y_label`, `classes` with `name, until`."""
    points = [(float(x), float(y)) for x, y in data["points"]]
    steps = round_steps(min([0.0, *(y for _, y in points)]), max([1.0, *(y for _, y in points)]))
    canvas = Canvas(steps[0], steps[-1])
    canvas.scale(steps, "share", str(data.get("y_label", "")))
    before = 0.0
    for part in data.get("classes", []):
        x = canvas.x(float(part["until"]))
        canvas.line([(x, canvas.y(steps[-1])), (x, canvas.y(steps[0]))], LINE, 1)
        if x - canvas.x(before) > 14:
            canvas.text((x + canvas.x(before)) / 2, 34, str(part["name"]))
        before = float(part["until"])
    canvas.line([(canvas.x(x), canvas.y(y)) for x, y in points], GREEN, 2.5)
    for share in QUARTERS:
        anchor = "start" if share == 0 else "end" if share == 1 else "middle"
        canvas.text(canvas.x(share), canvas.height - BOTTOM + 18, formats.percent(share), anchor)
    return canvas.done()


def draw_timeline(data: dict[str, Any]) -> str:
    """`points` with `at` (a day) and `mood` (-2 … 2), `words`: five, the worst first."""
    points = [(date.fromisoformat(point["at"][:10]), point["mood"]) for point in data["points"]]
    first, last = points[0][0], points[-1][0]
    canvas = Canvas(-2, 2, first.toordinal(), max(last.toordinal(), first.toordinal() + 1))
    for mood, word in zip(MOODS, data.get("words", []), strict=False):
        canvas.line([(LEFT, canvas.y(mood)), (WIDTH - RIGHT, canvas.y(mood))], LINE, 1)
        canvas.text(LEFT - 8, canvas.y(mood) + 4, str(word), "end")
    canvas.line([(canvas.x(day.toordinal()), canvas.y(mood)) for day, mood in points])
    for day, anchor in ((first, "start"), (last, "end")):
        told = str(dates.format_date(day, "MMM yyyy", locale=current_locale()))
        canvas.text(canvas.x(day.toordinal()), canvas.height - BOTTOM + 18, told, anchor)
    return canvas.done()
