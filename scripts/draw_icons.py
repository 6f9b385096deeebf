"""Draws the sign of the house, a green tile with an n of one stroke, in the sizes devices ask for."""

from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw

GREEN, PAPER = "#1e5b4f", "#fbf8f3"
GRID, ROUND, STROKE = 32.0, 9.0, 3.4
STEM = ((10.0, 23.0), (10.0, 11.0))
ARCH = ((10.0, 16.0), (10.0, 10.0), (22.0, 9.0), (22.0, 16.0))  # a cubic curve
LEG = ((22.0, 16.0), (22.0, 23.0))
FINER = 4  # drawn so many times larger, then made smaller: smooth edges
STEPS = 400
Point = tuple[float, float]

# Name, size in pixels, whether the tile has round corners, how large the sign is on it. A mask may
# cut a fifth away on each side; a telephone rounds the corners itself.
PICTURES = (
    ("icon-192.png", 192, True, 1.0),
    ("icon-512.png", 512, True, 1.0),
    ("mask-512.png", 512, False, 0.72),
    ("touch.png", 180, False, 0.86),
)


def draw_icons(folder: Path) -> None:
    """Write `icon.svg` and all PICTURES into `folder`."""
    folder.mkdir(parents=True)
    (folder / "icon.svg").write_text(_svg(), encoding="utf-8")
    for name, size, is_round, scale in PICTURES:
        _picture(size, is_round=is_round, scale=scale).save(folder / name, optimize=True)


def _svg() -> str:
    (x, y), (_x, top) = STEM
    (_ax, start), *curve = ARCH
    bend = " ".join(f"{a:g} {b:g}" for a, b in curve)
    path = f"M{x:g} {y:g}V{top:g}M{x:g} {start:g}C{bend}V{LEG[1][1]:g}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {GRID:g} {GRID:g}">'
        f'<rect width="{GRID:g}" height="{GRID:g}" rx="{ROUND:g}" fill="{GREEN}"/>'
        f'<path d="{path}" fill="none" stroke="{PAPER}" stroke-width="{STROKE:g}" stroke-linecap="round"/>'
        "</svg>\n"
    )


def _picture(size: int, *, is_round: bool, scale: float) -> Image.Image:
    large = size * FINER
    picture = Image.new("RGBA", (large, large), (0, 0, 0, 0) if is_round else GREEN)
    pen = ImageDraw.Draw(picture)
    unit = large / GRID
    if is_round:
        pen.rounded_rectangle((0, 0, large - 1, large - 1), ROUND * unit, fill=GREEN)
    radius = STROKE * unit * scale / 2
    for x, y in _stroke():
        a, b = (((value - GRID / 2) * scale + GRID / 2) * unit for value in (x, y))
        pen.ellipse((a - radius, b - radius, a + radius, b + radius), fill=PAPER)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def _stroke() -> Iterator[Point]:
    """Points so close that dots on them are a line with round ends."""
    for step in range(STEPS + 1):
        t = step / STEPS
        for (ax, ay), (bx, by) in (STEM, LEG):
            yield ax + (bx - ax) * t, ay + (by - ay) * t
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
        yield (
            sum(weight * x for weight, (x, _y) in zip(weights, ARCH, strict=True)),
            sum(weight * y for weight, (_x, y) in zip(weights, ARCH, strict=True)),
        )
