"""What all pictures on paper share: a frame with axes, round steps, colours, and escaped text."""

import math
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from nahbar.core import formats

INK, SOFT, LINE = "#231f1a", "#6b6359", "#e7e0d5"
GREEN, GREEN_MID, WARN = "#1e5b4f", "#8db594", "#a84923"
WIDTH, HEIGHT = 640.0, 240.0
LEFT, RIGHT, TOP, BOTTOM = 64.0, 10.0, 22.0, 30.0
STEPS = (1, 2, 2.5, 5, 10)
MOST_STEPS = 4
FINE = 0.05  # a share below is told to a tenth of a percent


@dataclass
class Canvas:
    """A picture in the making: values become places by `x` and `y`, shapes are added in order."""

    low: float
    high: float
    x_low: float = 0.0
    x_high: float = 1.0
    height: float = HEIGHT
    shapes: list[str] = field(default_factory=list)

    def x(self, value: float) -> float:
        """Where a value lies from left to right."""
        share = (value - self.x_low) / ((self.x_high - self.x_low) or 1)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        """Where a value lies from top to bottom."""
        share = (value - self.low) / ((self.high - self.low) or 1)
        return self.height - BOTTOM - share * (self.height - TOP - BOTTOM)

    def line(
        self, points: list[tuple[float, float]], colour: str = GREEN, width: float = 2
    ) -> None:
        """A line through places."""
        path = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
        self.shapes.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}"'
            ' stroke-linejoin="round" stroke-linecap="round"/>'
        )

    def box(self, x: float, y: float, width: float, height: float, colour: str = GREEN) -> None:
        """A rectangle with slightly rounded corners."""
        self.shapes.append(
            f'<rect x="{x:.2f}" y="{y:.2f}" width="{max(width, 0):.2f}"'
            f' height="{max(height, 0):.2f}" rx="2" fill="{colour}"/>'
        )

    def dot(self, x: float, y: float, radius: float, colour: str = GREEN_MID) -> None:
        """A filled circle."""
        self.shapes.append(f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}" fill="{colour}"/>')

    def text(
        self, x: float, y: float, text: str, anchor: str = "middle", colour: str = SOFT
    ) -> None:
        """A word at a place."""
        self.shapes.append(
            f'<text x="{x:.2f}" y="{y:.2f}" text-anchor="{anchor}" fill="{colour}"'
            f' font-family="Source Sans 3" font-weight="500" font-size="12">{escape(text)}</text>'
        )

    def scale(self, steps: list[float], unit: str | None, label: str) -> None:
        """The values at the left, each with a hairline, and what they are."""
        for step in steps:
            self.line([(LEFT, self.y(step)), (WIDTH - RIGHT, self.y(step))], LINE, 1)
            self.text(LEFT - 8, self.y(step) + 4, named(step, unit), "end")
        if label:
            self.text(LEFT - 8, 12, label, "start")

    def done(self) -> str:
        """The picture as SVG."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {self.height:g}">'
            f"{''.join(self.shapes)}</svg>"
        )


def round_steps(low: float, high: float) -> list[float]:
    """Up to five round values that hold all: 0, 50, 100, …"""
    span = max(high - low, abs(high) * 1e-9, 1e-9)
    rough = span / MOST_STEPS
    size = 10 ** math.floor(math.log10(rough))
    step = next(size * times for times in STEPS if size * times >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [number * step for number in range(first, max(last, first + 1) + 1)]


def named(value: float, unit: str | None) -> str:
    """A value at an axis, as the reader's country writes it."""
    if unit == "share":
        return formats.percent(value, 0 if abs(value) >= FINE or not value else 1)
    digits = 0 if value == round(value) else 1 if value * 10 == round(value * 10) else 2
    return formats.number(value, digits)
