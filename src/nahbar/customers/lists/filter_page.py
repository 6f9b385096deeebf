"""The filter as a form shows it: each condition in words, each branch with what can be done to it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from nahbar.core.facts import Fact, FactKind
from nahbar.core.refusals import Refused
from nahbar.customers.lists.choosing import understood
from nahbar.customers.lists.conditions import IN_DAYS, hows_of
from nahbar.customers.lists.filters import (
    DEEPEST,
    Branch,
    Condition,
    Held,
    Node,
    Place,
    held_by,
    with_node,
    without_node,
)
from nahbar.customers.lists.wanted import Wanted

HELD_WORDS = {
    Held.ALL: lazy("All of these hold"),
    Held.ANY: lazy("At least one of these holds"),
    Held.NONE: lazy("None of these holds"),
}


@dataclass(frozen=True)
class Shown:
    """A node in words. A branch has `nodes`; `place` is the way to it, as forms send it: `0.2`."""

    words: str
    wrong: str
    place: str
    without_url: str
    nodes: tuple["Shown", ...] = ()
    is_branch: bool = False
    others: tuple[tuple[str, str], ...] = ()
    nested_url: str = ""
    line: str = ""


@dataclass(frozen=True)
class Asked:
    """The form for one more condition on the fact that was picked."""

    fact: Fact
    hows: list[tuple[str, str]]
    options: list[tuple[str, str]]
    control: str
    in_days: tuple[str, ...]

    @property
    def takes_days(self) -> bool:
        """Whether it is asked for a number of days."""
        return any(how in self.in_days for how, _words in self.hows)

    @property
    def has_range(self) -> bool:
        """Whether an end is asked for beside the beginning."""
        return any(how == "between" for how, _words in self.hows)


def shown(wanted: Wanted, facts: Mapping[str, Fact], page: str) -> Shown:
    """The whole filter, with the addresses of the same page with one thing changed."""
    return _node(wanted.query.filter, (), wanted, facts, page)


def in_words(branch: Branch, facts: Mapping[str, Fact]) -> str:
    """The filter in one line."""
    return _line(branch, facts, is_root=True)


def asked_for(fact: Fact) -> Asked:
    """What the form for a condition on this fact asks."""
    options = [(str(code), words) for code, words in (fact.options() if fact.options else ())]
    controls = {FactKind.DAY: "date", FactKind.NUMBER: "decimal", FactKind.MONEY: "decimal"}
    return Asked(
        fact,
        hows_of(fact),
        options,
        controls.get(fact.kind, "text"),
        tuple(how.value for how in IN_DAYS),
    )


def facts_to_pick(facts: Mapping[str, Fact]) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a condition can be about, by rooms."""
    named = ((str(fact.room), key, str(fact.label)) for key, fact in facts.items())
    return [
        (room, [(key, label) for _room, key, label in several])
        for room, several in groupby(named, key=lambda one: one[0])
    ]


def place_from(text: str) -> Place:
    """A way to a node, as a form sent it; the root, where it makes no sense."""
    parts = text.split(".")[:DEEPEST]
    return tuple(
        int(part) for part in parts if part.isascii() and part.isdecimal() and len(part) < 4
    )


def _node(node: Node, place: Place, wanted: Wanted, facts: Mapping[str, Fact], page: str) -> Shown:
    root, at = wanted.query.filter, ".".join(map(str, place))
    without = _address(wanted, without_node(root, place), page)
    if isinstance(node, Condition):
        words, wrong = _condition(node, facts)
        return Shown(words, wrong, at, without, line=words)
    others = tuple(
        (str(words), _address(wanted, held_by(root, place, held), page))
        for held, words in HELD_WORDS.items()
        if held != node.held
    )
    is_deep = len(place) + 1 >= DEEPEST
    nested = Branch(Held.ANY if node.held == Held.ALL else Held.ALL)
    return Shown(
        str(HELD_WORDS[node.held]),
        "",
        at,
        without if place else "",
        tuple(_node(one, (*place, i), wanted, facts, page) for i, one in enumerate(node.nodes)),
        is_branch=True,
        others=others if len(node.nodes) > 0 else (),
        nested_url="" if is_deep else _address(wanted, with_node(root, place, nested), page),
        line=_line(node, facts, is_root=True),
    )


def _address(wanted: Wanted, branch: Branch, page: str) -> str:
    return replace(wanted, query=replace(wanted.query, filter=branch), after=None, before=None).url(
        page
    )


def _condition(node: Condition, facts: Mapping[str, Fact]) -> tuple[str, str]:
    try:
        return understood(node, facts).words, ""
    except Refused as refusal:
        known = facts.get(node.fact)
        return str(known.label) if known else _("A condition"), str(refusal)


def _line(node: Node, facts: Mapping[str, Fact], *, is_root: bool = False) -> str:
    if isinstance(node, Condition):
        return _condition(node, facts)[0]
    parts = [_line(one, facts) for one in node.nodes]
    if not parts:
        return _("everybody") if is_root else ""
    between = _(" or ") if node.held == Held.ANY else _(" and ")
    line = between.join(filter(None, parts))
    if node.held == Held.NONE:
        return _("none of: %(conditions)s") % {"conditions": " · ".join(parts)}
    return line if is_root or len(parts) == 1 else f"({line})"
