"""A list as a board: a lane for each value of a fact, and moving from one to another."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nahbar.core.actors import By
from nahbar.core.bulk_changes import BulkChange, change_of
from nahbar.core.facts import Fact, FactKind
from nahbar.customers.facts import STAGE
from nahbar.customers.lists.choosing import choose
from nahbar.customers.lists.filters import Branch, Condition, Held, How
from nahbar.customers.lists.listing import Row, counted, customers_of, rows_of
from nahbar.customers.lists.pages import page_of
from nahbar.customers.lists.query import BY_NAME, Shape
from nahbar.customers.lists.wanted import Wanted
from nahbar.customers.models import SavedList
from nahbar.customers.models.customer import Stage

LANE = 12
MOST_LANES = 12


@dataclass(frozen=True)
class Lane:
    """Who has one value; `value` is what a move to here sends."""

    label: str
    value: str
    count: int
    rows: list[Row]
    url: str


@dataclass(frozen=True)
class Board:
    """The lanes of a fact. `may_move`: the fact is one that people set."""

    fact: Fact
    lanes: list[Lane]
    may_move: bool
    count: str
    has_any: bool


def boards(facts: Mapping[str, Fact]) -> list[tuple[str, str]]:
    """The facts that make a board."""
    return [(key, str(fact.label)) for key, fact in facts.items() if fact.kind == FactKind.CHOICE]


def board_of(
    by: By, wanted: Wanted, facts: Mapping[str, Fact], group: SavedList | None = None
) -> Board:
    """The first of each lane, in the list's order. Queries grow with the lanes, not with who is in them."""
    fact = facts.get(wanted.query.board)
    if fact is None or fact.kind != FactKind.CHOICE:
        fact = facts.get("stage", STAGE)
    chosen = choose(by, wanted.query.filter, group=group, facts=facts)
    values = chosen.house.values(fact)[chosen.ids]
    order = facts.get(wanted.query.order) if wanted.query.order != BY_NAME else None
    shown: list[tuple[int, str, int, list[int]]] = []
    for code, label in list(fact.options() if fact.options else ())[:MOST_LANES]:
        mine = chosen.ids[values == code]
        lane = type(chosen)(chosen.house, chosen.house.of(mine))
        page = page_of(lane, order, is_descending=wanted.query.is_descending, rows=LANE)
        shown.append((code, label, mine.size, page.ids))
    people = customers_of(by, [pk for *_lane, ids in shown for pk in ids])
    rows = dict(
        zip((one.pk for one in people), rows_of(people, wanted.columns(facts), {}), strict=True)
    )
    lanes = [
        Lane(
            label,
            _value(fact, code),
            count,
            [rows[pk] for pk in ids if pk in rows],
            _within(wanted, fact, code),
        )
        for code, label, count, ids in shown
    ]
    return Board(
        fact, lanes, change_for(fact) is not None, counted(chosen.count), bool(np.any(chosen.mask))
    )


def change_for(fact: Fact) -> BulkChange | None:
    """How somebody is moved to another lane; None for a fact that nobody sets."""
    return change_of(fact.key) if fact.kind == FactKind.CHOICE else None


def _value(fact: Fact, code: int) -> str:
    """A code as the change of the fact is sent it."""
    if fact.key == STAGE.key:
        return Stage.values[code]
    if fact.key in {"branch", "carer"}:
        return str(code)
    is_truth = code in {0, 1_000_000} and fact.is_exact is False and fact.key.startswith("own_")
    options = dict(fact.options() if fact.options else ())
    if is_truth and set(options) == {0, 1_000_000}:
        return "yes" if code else "no"
    return f"#{code}"


def _within(wanted: Wanted, fact: Fact, code: int) -> str:
    here = Condition(fact.key, How.IS, str(code))
    branch = wanted.query.filter
    nodes = branch.nodes if branch.held == Held.ALL else (branch,)
    return wanted.changed(filter=Branch(Held.ALL, (*nodes, here)), shape=Shape.TABLE).url()
