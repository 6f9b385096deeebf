"""Bars over months or words, and histograms between round values."""

import re
from datetime import date
from typing import Any

from babel import dates

from nahbar.core.documents.canvas import (
    BOTTOM,
    GREEN,
    GREEN_MID,
    INK,
    LEFT,
    RIGHT,
    WIDTH,
    Canvas,
    named,
    round_steps,
)
from nahbar.core.language import current_locale

MONTH = re.compile(r"\d{4}-\d{2}")
GAP = 0.28
WIDEST = 56.0
A_LETTER, ROW = 6.2, 26.0
MANY, SHORT = 8, 10
A_WORD = 58.0  # how much room a word below a bar takes


def draw_bars(data: dict[str, Any]) -> str:
    """`x`: months (2009-12) or words, `y`, `unit`, `label`; `partial`: the last is not over yet."""
    values = [float(value) for value in data["y"]]
    steps = round_steps(min([0.0, *values]), max([0.0, *values]))
    room = (WIDTH - LEFT - RIGHT) / max(len(values), 1)
    words = [str(x) for x in data["x"]]
    if min(values, default=0) >= 0 and not _are_in_time(words) and room < max(map(_width, words)):
        return _lying(data, words, values, steps[-1])
    canvas = Canvas(steps[0], steps[-1])
    canvas.scale(steps, data.get("unit"), str(data.get("label", "")))
    width = min(room * (1 - GAP), WIDEST)
    every = max(round(A_WORD / room + 0.49), 1)
    for at, value in enumerate(values):
        middle = LEFT + room * (at + 0.5)
        top, bottom = canvas.y(max(value, 0)), canvas.y(min(value, 0))
        is_open = data.get("partial") and at == len(values) - 1
        canvas.box(middle - width / 2, top, width, bottom - top, GREEN_MID if is_open else GREEN)
        if at % every == 0:
            canvas.text(middle, canvas.height - BOTTOM + 18, _word(words[at]))
    return canvas.done()


def _lying(data: dict[str, Any], words: list[str], values: list[float], most: float) -> str:
    """Words too long to stand side by side stand below each other, each before its bar."""
    canvas = Canvas(0, 1, height=len(words) * ROW + 8)
    begin = min(max(map(_width, words)) + 12, WIDTH / 2)
    for at, (word, value) in enumerate(zip(words, values, strict=True)):
        top = at * ROW + 4
        length = (WIDTH - begin - A_WORD) * value / (most or 1)
        canvas.text(begin - 10, top + 15, word, "end")
        canvas.box(begin, top + 2, length, ROW - 8)
        canvas.text(begin + length + 6, top + 15, named(value, data.get("unit")), "start", INK)
    return canvas.done()


def _are_in_time(words: list[str]) -> bool:
    """Months, or many short words: the reader knows what stands between two of them."""
    return all(MONTH.fullmatch(word) for word in words) or (
        len(words) > MANY and max(map(len, words)) <= SHORT
    )


def _width(word: str) -> float:
    """About how wide a word is."""
    return A_LETTER * len(word) + 8


def draw_histogram(data: dict[str, Any]) -> str:
    """`edges` (one more than `counts`), `counts`, `unit`, `label`, `x_label`, `mark`."""
    counts, edges = data["counts"], data["edges"]
    steps = round_steps(0.0, max([1, *counts]))
    canvas = Canvas(steps[0], steps[-1])
    canvas.scale(steps, None, str(data.get("label", "")))
    room = (WIDTH - LEFT - RIGHT) / max(len(counts), 1)
    every = max(round(A_WORD / room + 0.49), 1)
    for at, count in enumerate(counts):
        top = canvas.y(count)
        canvas.box(LEFT + room * at + 1, top, room - 2, canvas.y(0) - top)
    for at in range(0, len(edges), every):
        canvas.text(
            LEFT + room * at, canvas.height - BOTTOM + 18, named(edges[at], data.get("unit"))
        )
    mark = data.get("mark")
    if mark:
        _mark(canvas, edges, room, mark)
    return canvas.done()


def draw_pairs(data: dict[str, Any]) -> str:
    """`x` words, `series`: two with `name` and `y`, `label` (of y), `unit`."""
    series = data["series"]
    steps = round_steps(0.0, max([0.0, *(float(y) for one in series for y in one["y"])]))
    canvas = Canvas(steps[0], steps[-1])
    canvas.scale(steps, data.get("unit"), str(data.get("label", "")))
    room = (WIDTH - LEFT - RIGHT) / max(len(data["x"]), 1)
    width = min(room * (1 - GAP) / 2, WIDEST / 2)
    begin = LEFT + _width(str(data.get("label", ""))) + 30
    for nth, (one, tone) in enumerate(zip(series, (GREEN_MID, INK), strict=True)):
        canvas.box(begin, 3, 11, 11, tone)
        canvas.text(begin + 17, 13, str(one["name"]), "start")
        begin += _width(str(one["name"])) + 40
        for at, value in enumerate(one["y"]):
            x = LEFT + room * (at + 0.5) + (nth - 1) * width
            canvas.box(x, canvas.y(value), width - 1, canvas.y(0) - canvas.y(value), tone)
    for at, word in enumerate(data["x"]):
        canvas.text(LEFT + room * (at + 0.5), canvas.height - BOTTOM + 18, str(word))
    return canvas.done()


def _mark(canvas: Canvas, edges: list[float], room: float, mark: dict[str, Any]) -> None:
    """A line where a value lies among bins of growing width."""
    value = float(mark["value"])
    at = next((n for n, edge in enumerate(edges[1:]) if value < edge), len(edges) - 2)
    share = (value - edges[at]) / ((edges[at + 1] - edges[at]) or 1)
    x = LEFT + room * (at + min(max(share, 0.0), 1.0))
    canvas.line([(x, 18), (x, canvas.y(0))], INK, 1.5)
    canvas.text(x + 6, 26, str(mark["text"]), "start", INK)


def _word(name: str) -> str:
    if not MONTH.fullmatch(name):
        return name
    year, month = map(int, name.split("-"))
    return str(dates.format_date(date(year, month, 1), "MMM yy", locale=current_locale()))
