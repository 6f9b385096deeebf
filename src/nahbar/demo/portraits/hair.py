"""Hair in nine styles and none: what lies behind the head, and what lies upon it."""

from collections.abc import Callable
from math import cos, radians, sin

Layers = tuple[str, str]


def hair(style: str, colour: str, light: str) -> Layers:
    """Shapes behind and before the head; `light` is a lighter tone for strands."""
    return STYLES[style](colour, light)


def _shape(path: str, colour: str) -> str:
    return f'<path d="{path}" fill="{colour}"/>'


def _strand(path: str, light: str) -> str:
    return f'<path d="{path}" fill="none" stroke="{light}" stroke-width="1.8" stroke-linecap="round" opacity=".55"/>'


def _cloud(middle: tuple[float, float], radius: float, size: float, angles: range) -> str:
    """Circles along an arc, the way curls stand around a head."""
    x, y = middle
    spots = [(x + radius * cos(radians(a)), y - radius * sin(radians(a))) for a in angles]
    return "".join(f'<circle cx="{h:.1f}" cy="{v:.1f}" r="{size}"/>' for h, v in spots)


def _long(colour: str, light: str) -> Layers:
    back = _shape(
        "M64 17C42 17 31 33 32 56c1 18-2 34-6 46 10 8 24 10 38 10s28-2 38-10c-4-12-7-28-6-46 1-23-10-39-32-39z",
        colour,
    )
    front = (
        _shape(
            "M38 62c0-20 8-31 22-33-3 13-12 23-22 33zM60 29c16-2 29 11 30 33-12-6-24-17-30-33z",
            colour,
        )
        + _strand("M34 74c1 10-1 18-3 25", light)
        + _strand("M94 74c-1 10 1 18 3 25", light)
    )
    return back, front


def _bob(colour: str, light: str) -> Layers:
    back = _shape(
        "M64 18c-22 0-34 15-33 37l1 27c0 9 9 10 14 6h36c5 4 14 3 14-6l1-27c1-22-11-37-33-37z",
        colour,
    )
    front = _shape(
        "M38 58c-1-20 9-31 26-31s27 11 26 31c-5-8-9-11-14-12-10 2-22 2-30-1-3 3-6 7-8 13z", colour
    )
    return back, front + _strand("M52 32c-5 3-8 7-9 12", light)


def _bun(colour: str, light: str) -> Layers:
    back = f'<circle cx="64" cy="17" r="12.5" fill="{colour}"/>' + _shape(
        "M64 22c-19 0-28 13-27 36h54c1-23-8-36-27-36z", colour
    )
    front = _shape("M38 60c-2-22 9-36 26-36s28 14 26 36c-2-12-9-20-26-21-17 1-24 9-26 21z", colour)
    return back, front + _strand("M64 26c-10 1-17 6-20 14M64 26c10 1 17 6 20 14", light)


def _curls(colour: str, light: str) -> Layers:
    around = _cloud((64, 52), 29, 12, range(-28, 209, 18))
    back = f'<g fill="{colour}"><circle cx="64" cy="48" r="32"/>{around}</g>'
    brow = _cloud((64, 58), 25.5, 6.4, range(28, 153, 15))
    spots = _cloud((64, 50), 30, 1.6, range(40, 150, 22))
    return back, f'<g fill="{colour}">{brow}</g><g fill="{light}" opacity=".5">{spots}</g>'


def _waves(colour: str, light: str) -> Layers:
    around = _cloud((64, 54), 27, 9.5, range(-22, 203, 20))
    back = f'<g fill="{colour}"><circle cx="64" cy="48" r="29"/>{around}</g>'
    front = _shape("M38 58c-3-20 8-33 27-33 17 0 28 12 25 32-3-6-8-9-14-14-9 6-27 4-38 15z", colour)
    return back, front + _strand("M75 42c-8-9-22-10-31-2", light) + _strand(
        "M86 50c-3-8-7-12-12-15", light
    )


def _ponytail(colour: str, light: str) -> Layers:
    back = _shape("M84 26c18 2 25 20 21 42-2 10-8 15-13 17 4-14 3-28-2-42z", colour) + _shape(
        "M64 21c-19 0-28 14-27 37h54c1-23-8-37-27-37z", colour
    )
    front = _shape("M38 60c-2-22 9-36 26-36s28 14 26 36c-4-14-14-22-28-22-12 1-21 9-24 22z", colour)
    return back, front + _strand("M50 30c8-4 20-4 28 1", light)


def _short(colour: str, light: str) -> Layers:
    front = _shape(
        "M37 60c-3-22 6-37 27-38 20-1 31 13 27 38-2-4-3-9-5-15-10 2-29 1-40-6-5 5-7 12-9 21z",
        colour,
    )
    return "", front + _strand("M48 34c10 4 22 6 34 4", light)


def _crop(colour: str, light: str) -> Layers:
    front = _shape(
        "M38 58c-2-21 8-34 26-34s28 13 26 34c-1-6-3-11-5-15-6-5-36-5-42 0-2 4-4 9-5 15z", colour
    )
    temples = _shape("M38 62c-1-8 0-14 3-18l1 14zM90 62c1-8 0-14-3-18l-1 14z", light)
    return "", front + f'<g opacity=".7">{temples}</g>'


def _tousled(colour: str, light: str) -> Layers:
    front = _shape(
        "M37 60c-4-17-1-29 9-35 3-6 11-7 15-4 5-5 14-4 17 1 10 3 15 14 12 38-2-6-4-10-8-14-3 2-8 2-11-2-3 4-9 4-12 0-3 5-10 4-13 2-4 4-7 8-9 14z",
        colour,
    )
    return "", front + _strand("M50 28c-3 3-4 6-4 10M66 25c-2 3-2 6-1 9M80 29c1 3 1 6 0 9", light)


def _bald(colour: str, light: str) -> Layers:
    sides = "M38 64c-5-8-5-17 1-24 2 8 2 15 2 24zM90 64c5-8 5-17-1-24-2 8-2 15-2 24z"
    shine = _strand("M54 36c5-3 11-4 17-3", "#ffffff")
    return "", _shape(sides, colour) + shine


STYLES: dict[str, Callable[[str, str], Layers]] = {
    "long": _long,
    "bob": _bob,
    "bun": _bun,
    "curls": _curls,
    "waves": _waves,
    "ponytail": _ponytail,
    "short": _short,
    "crop": _crop,
    "tousled": _tousled,
    "bald": _bald,
}
