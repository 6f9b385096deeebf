"""Every field and code of the mapping has a word of its own on the screen."""

import re
from pathlib import Path

import pytest

from nahbar.intake import mapping
from nahbar.intake.field_words import CHOICES, FIELDS, QUESTIONS, REASONS
from nahbar.intake.mapping import KINDS
from nahbar.intake.mapping.amounts import MEANINGS
from nahbar.intake.mapping.credit_notes import AS_WRITTEN, SUBTRACT
from nahbar.intake.mapping.proposal import ANSWERED_BY
from nahbar.intake.mapping.scales import CHOICES as SCALES
from nahbar.intake.words import LACKING, MISSING, ROWS

SOURCE = "".join(path.read_text() for path in Path(mapping.__file__).parent.glob("*.py"))
CODE = r'"((?:number|quantity|amount|name|marks|email|phone|country|currency|language|salutation|person_kind|stage|mood|date|time|text|key|value)_(?:unreadable|ambiguous|percent|out_of_range|absurd|not_whole|impossible|too_long|removed|damaged|unknown|missing|negative))"'  # fmt: skip


def given(pattern: str) -> set[str]:
    """What the mapping's own code writes so."""
    return set(re.findall(pattern, SOURCE))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_field_of_a_kind_is_called_something(kind: str) -> None:
    assert {field.name for field in KINDS[kind].fields} <= FIELDS.keys()


def test_no_field_is_called_that_no_kind_has() -> None:
    assert FIELDS.keys() == {field.name for kind in KINDS.values() for field in kind.fields}


def test_every_code_of_a_bad_value_has_its_sentence() -> None:
    assert given(CODE) <= ROWS.keys()
    assert (
        given(r'pl\.lit\("([a-z]+_[a-z_]+)"\)') - {"time_of_day"} <= ROWS.keys() | QUESTIONS.keys()
    )


def test_every_reason_is_called_something() -> None:
    assert given(r'Why(?: = Why)?\("([a-z_]+)"') | {"values_only"} == REASONS.keys()


def test_every_question_and_its_choices_are_called_something() -> None:
    assert ANSWERED_BY.keys() | {"table_kind", "order_kind_rule"} == QUESTIONS.keys()
    answers = {
        *SCALES,
        *MEANINGS,
        SUBTRACT,
        AS_WRITTEN,
        "day_first",
        "month_first",
        "comma",
        "point",
    }
    assert answers | KINDS.keys() <= CHOICES.keys()


def test_every_need_is_called_something() -> None:
    assert {need.code for kind in KINDS.values() for need in kind.needs} == MISSING.keys()
    assert set(re.findall(r'_need\(faults, frame, "([a-z_]+)"', SOURCE)) == LACKING.keys()
