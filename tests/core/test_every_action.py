"""Whatever stands in the ledger can be taken back, or it is said why not."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import nahbar
from nahbar.core.for_good import FOR_GOOD
from nahbar.core.reversals import TAKEN_BACK, room_of_action, rooms

HOUSE = Path(nahbar.__file__).parent
ROOMS = {path.name for path in HOUSE.iterdir() if path.is_dir()} | {"house", "people", "sign_in"}
# Actions whose names are put together: where, by which pattern, and what comes of it.
BUILT: dict[tuple[str, str], tuple[str, ...]] = {
    ("circulation/operations/things.py", "circulation.{}"): (
        "circulation.thing_added",
        "circulation.thing_changed",
        "circulation.thing_ended",
        "circulation.thing_brought_back",
    ),
    ("agenda/operations/settle.py", "agenda.{}"): (
        "agenda.dropped",
        "agenda.released",
        "agenda.broken",
    ),
    ("measures/operations/findings.py", "measures.finding_{}"): (
        "measures.finding_closed",
        "measures.finding_withdrawn",
    ),
    ("customers/operations/merge_words.py", "customers.{}_{}"): (
        "customers.tags_merged",
        "customers.tags_parted",
        "customers.choices_merged",
        "customers.choices_parted",
    ),
    ("privacy/operations/noting.py", "privacy.consent_{}"): (
        "privacy.consent_asked",
        "privacy.consent_given",
        "privacy.consent_confirmed",
        "privacy.consent_refused",
        "privacy.consent_withdrawn",
        "privacy.consent_expired",
    ),
}


def modules_that_record() -> Iterator[tuple[str, ast.Module]]:
    """Every module of an `operations`, and every other that writes the ledger."""
    for path in sorted(HOUSE.rglob("*.py")):
        text = path.read_text()
        records = "ledger import" in text and "record" in text
        is_verb = "operations" in path.parts or path.name == "operations.py" or records
        if is_verb and path.name not in {"holdings.py", "for_good.py", "reversals.py"}:
            yield path.relative_to(HOUSE).as_posix(), ast.parse(text)


def recorded() -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Each action that is named in the code, with its module; and names that are put together."""
    named: dict[str, str] = {}
    built = []
    for module, tree in modules_that_record():
        inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}  # fmt: skip
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and (pattern := _pattern(node)):
                built.append((module, pattern))
            elif isinstance(node, ast.Constant) and id(node) not in inside:
                named.update({str(one): module for one in [node.value] if _is_action(str(one))})
    return named, built


def _pattern(node: ast.JoinedStr) -> str:
    parts = [str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values]
    text = "".join(parts)
    room, dot, rest = text.partition(".")
    return text if dot and room in ROOMS and rest.replace("{}", "x").isidentifier() else ""


def _is_action(text: str) -> bool:
    from django.apps import apps  # noqa: PLC0415  # models are there when tests run

    room, dot, rest = text.partition(".")
    tables = {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}
    looks_so = (
        bool(dot)
        and room in ROOMS
        and rest.isidentifier()
        and text.islower()
        and not rest.endswith("_")
    )
    return looks_so and text not in tables and text not in NO_ACTIONS


# What looks like an action and is none: keys of palettes, jobs and figures.
NO_ACTIONS: frozenset[str] = frozenset()


def known() -> dict[str, list[str]]:
    """What rooms take back, and what is there for good."""
    told = {action: ["room"] for room in rooms().values() for action in room.reversals}
    for action in FOR_GOOD:
        told.setdefault(action, []).append("for good")
    return told


def test_every_action_is_taken_back_or_it_is_said_why_not() -> None:
    named, built = recorded()
    assert len(named) > 80
    told = known()
    assert {action: where for action, where in named.items() if action not in told} == {}
    assert [one for one in built if one not in BUILT and one[0] != "core/row_steps.py"] == []
    assert [one for many in BUILT.values() for one in many if one not in told] == []


def test_nothing_is_both() -> None:
    assert {action for action, places in known().items() if len(places) > 1} == set()


def test_nothing_is_told_of_that_nobody_does() -> None:
    named, _built = recorded()
    done = {*named, *(one for many in BUILT.values() for one in many)}
    taken_back = {action for action in known() if action.endswith(f".{TAKEN_BACK}")}
    assert {action for action in known() if action not in done} - taken_back == set()


def test_what_can_be_taken_back_is_told_in_words() -> None:
    for room in rooms().values():
        assert set(room.reversals) - set(room.words.done) == set()
        assert all(room_of_action()[action] is room for action in room.words.done)


def test_every_reason_is_a_sentence() -> None:
    assert all(str(reason).endswith(".") for reason in FOR_GOOD.values())


@pytest.mark.django_db
def test_what_takes_back_over_rows_can_be_taken_back_itself() -> None:
    for room in rooms().values():
        by_rows = {
            action.partition(".")[0]
            for action, one in room.reversals.items()
            if getattr(one.act, "__module__", "") == "nahbar.core.row_steps"
        }
        lacking = [prefix for prefix in by_rows if f"{prefix}.{TAKEN_BACK}" not in room.reversals]
        assert lacking == []
