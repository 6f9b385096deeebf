"""Every code that people of the house meet as a word stands in the lists of words, in the screen's own German."""

from enum import Enum
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from nahbar.agenda.models import Task, TodayMark
from nahbar.circulation.models import Holding
from nahbar.core.access import Role
from nahbar.customers.models import Relation, Remark
from nahbar.customers.models.customer import Kind, Stage
from nahbar.intake.models import Import, RejectedRow
from nahbar.measures.models import Finding, Measure
from nahbar.moments.models import Channel, EncounterKind
from nahbar.moments.models import Stage as TouchpointStage
from nahbar.reception.models.calls import CallState
from nahbar.sales.models import OrderKind
from nahbar.value.models import ValueClass, ValueRun

Codes = dict[str, dict[str, list[str]]]
WORDED = (
    EncounterKind, OrderKind, Channel, TouchpointStage, Role, Kind, Stage, Relation.Kind,
    Remark.Kind, Import.State, RejectedRow.State, ValueRun.State, ValueClass,
    Finding.State, Measure.State, Task.Kind, Task.State, TodayMark.Outcome, Holding, CallState,
)  # fmt: skip
UNSEEN = (RejectedRow.State, ValueRun.State)  # told by sentences, not by a word
LISTS = ("words.md", "words-of-figures.md")
ALIKE = ("cancellation", "return", "complaint", "take_back")


@pytest.fixture(scope="module")
def german(root: Path) -> Catalog:
    with (root / "src/nahbar/locale/de/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file, locale="de")


@pytest.mark.parametrize("kind", WORDED, ids=lambda kind: kind.__qualname__)
def test_every_code_has_its_entry(kind: type[Enum], codes: Codes) -> None:
    assert {member.value for member in kind} - {
        code for page in LISTS for code in codes[page]
    } == set()


@pytest.mark.parametrize(
    "kind", [kind for kind in WORDED if kind not in UNSEEN], ids=lambda kind: kind.__qualname__
)
def test_the_german_is_that_of_the_screen(
    kind: type[Enum], rows: dict[str, list[list[str]]], german: Catalog
) -> None:
    told = [(row[0], row[1]) for page in LISTS for row in rows[page]]
    wrong = [
        (member.value, word)
        for member in kind
        if (found := german.get(_label(member))) and (word := str(found.string))
        if (f"`{member.value}`", word) not in told
    ]
    assert wrong == []


@pytest.mark.parametrize("code", ALIKE)
def test_the_four_that_look_alike_are_explained_apart(code: str, codes: Codes) -> None:
    meanings = [codes["words.md"][one][2] for one in ALIKE]
    assert len(set(meanings)) == len(ALIKE)
    assert len(codes["words.md"][code][2]) > 40


def _label(member: Enum) -> str:
    """The English text that is translated."""
    return str(getattr(member, "label", member.value))
