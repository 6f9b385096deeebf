"""Every field and code of the mapping has a word of its own on the screen."""

import pytest

from nahbar.intake.field_words import FIELDS, QUESTIONS, REASONS
from nahbar.intake.mapping import KINDS
from nahbar.intake.mapping.sentences import NEEDS
from nahbar.intake.mapping.sentences import QUESTIONS as ASKED
from nahbar.intake.mapping.sentences import REASONS as WHYS
from nahbar.intake.words import MISSING


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_field_of_a_kind_is_called_something(kind: str) -> None:
    assert {field.name for field in KINDS[kind].fields} <= FIELDS.keys()


def test_every_question_reason_and_need_is_called_something() -> None:
    assert ASKED.keys() == QUESTIONS.keys()
    assert WHYS.keys() == REASONS.keys()
    assert NEEDS.keys() == MISSING.keys()
