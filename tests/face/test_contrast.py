"""Reads the colours as the style sheet names them and holds them against WCAG 2.2, 1.4.3 and 1.4.11."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).resolve().parents[2] / "assets/css/tokens.css").read_text()
GROUNDS = ("paper", "card", "sunk")
TEXTS = [
    *[(text, ground) for text in ("ink", "soft", "green", "warn") for ground in GROUNDS],
    ("ink", "green-soft"),
    ("green", "green-soft"),
    ("soft", "green-soft"),
    ("ink", "warn-soft"),
    ("warn", "warn-soft"),
    ("on-green", "green"),
    ("on-green", "green-strong"),
]
CONTROLS = [
    ("edge", "paper"),
    ("edge", "card"),
    *[(f"mood-{step}-ink", f"mood-{step}") for step in range(1, 6)],
]


def colours(theme: int) -> dict[str, str]:
    """Names and #rrggbb of one theme: 0 light, 1 dark."""
    one = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", TOKENS))
    pairs = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", TOKENS)
    return one | {name: both[theme] for name, *both in pairs}


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_every_text_reads_on_its_ground(text: str, ground: str, theme: int) -> None:
    found = colours(theme)
    assert contrast(found[text], found[ground]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), CONTROLS)
def test_every_control_and_face_stands_out(line: str, ground: str, theme: int) -> None:
    found = colours(theme)
    assert contrast(found[line], found[ground]) >= 3
