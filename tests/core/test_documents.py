"""Documents to hand round: texts stay texts, pictures say what the screen's say."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from nahbar.core.documents import Sheet, typeset
from nahbar.core.documents.canvas import round_steps
from nahbar.core.documents.drawing import draw

LABELS = {"computed": "How this is computed", "page": "Page %(page)s of %(pages)s"}
BARS = {"x": ["2025-11", "2025-12"], "y": [3, -1.5], "label": "Orders", "partial": True}
GRID = {
    "x": ["short", "long"],
    "y": ["A", "B"],
    "cells": [{"x": 0, "y": 0, "customers": 1200}, {"x": 1, "y": 1, "customers": 3}],
    "border": 1,
    "border_label": "<script>&",
}
PAIRS = {"x": ["1"], "series": [{"name": "foreseen", "y": [2]}, {"name": "came", "y": [3]}]}
CURVE = {"points": [[0, 0], [0.2, 0.7], [1, 1]], "classes": [{"name": "A", "until": 0.2}]}


def sheet(**section: object) -> Sheet:
    """One section under a heading."""
    return Sheet(
        title="Where we stand",
        firm="Autohaus & Söhne",
        lead="Half of the value comes from few.",
        made_at=datetime(2026, 3, 2, tzinfo=UTC),
        made="2 March 2026",
        labels=LABELS,
        sections=[{"heading": "A finding", **section}],
    )


def test_a_document_is_a_pdf_of_all_it_was_given() -> None:
    table = {"caption": "Numbers", "columns": ["Month", {"label": "Count", "kind": "num"}]}
    made = typeset(
        sheet(
            paragraphs=["One.", "Two."],
            figures=[{"label": "Value", "value": "€ 12", "basis": "from 4"}],
            pictures=[
                {
                    "kind": "bars",
                    "finding": "More.",
                    "data": BARS,
                    "table": {**table, "rows": [["a", "1"]]},
                },
                {"kind": "unknown", "finding": "Only numbers.", "data": {}, "table": None},
            ],
            tables=[{**table, "rows": [["b", "2"]] * 60}],
            computed=["A formula."],
        )
    )
    assert made.startswith(b"%PDF")
    assert len(made) > 10_000


@pytest.mark.parametrize(
    "text", ["#panic()", "$x", "\\", "]", "*not bold*", "<label>", "@ref", '"']
)
def test_nothing_in_a_text_is_markup(text: str) -> None:
    assert typeset(sheet(paragraphs=[text], computed=[text])).startswith(b"%PDF")


def test_the_same_content_of_the_same_day_is_the_same_file() -> None:
    assert typeset(sheet(paragraphs=["One."])) == typeset(sheet(paragraphs=["One."]))


@pytest.mark.parametrize(
    ("kind", "data"), [("bars", BARS), ("curve", CURVE), ("grid", GRID), ("pairs", PAIRS)]
)
def test_pictures_are_drawn_and_hostile_words_stay_words(kind: str, data: dict) -> None:
    data = {**data, "label": "<script>&", "y_label": "<script>&"}
    root = ET.fromstring(str(draw(kind, data)))
    texts = [one.text for one in root.iter() if one.tag.endswith("text")]
    assert "<script>&" in texts


def test_numbers_at_the_axis_are_written_as_the_reader_writes_them() -> None:
    big = {"x": ["a"], "y": [12_000], "label": ""}
    with translation.override("de"):
        assert ">12.000<" in str(draw("bars", big)) or ">15.000<" in str(draw("bars", big))
    with translation.override("en"):
        assert "," in str(draw("bars", big))


def test_a_kind_only_a_screen_can_show_is_none() -> None:
    assert draw("grid of stars", {}) is None


@settings(deadline=None)
@given(st.floats(-1e9, 1e9), st.floats(0, 1e9))
def test_steps_are_few_rising_and_hold_all(low: float, span: float) -> None:
    steps = round_steps(low, low + span)
    assert steps == sorted(steps)
    unseen = (steps[1] - steps[0]) * 1e-8
    assert steps[0] <= low + unseen
    assert steps[-1] >= low + span - unseen
    assert len(steps) <= 7
