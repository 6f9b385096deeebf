"""A filter as a tree: conditions on facts, held together by *all*, *any* and *none*.

As data a node is `{"all": [nodes]}`, `{"any": [nodes]}`, `{"none": [nodes]}` or a condition
`{"fact": key, "how": how, "value": text, "to": text}`. What is nested too deep, too long or makes
no sense is refused before anything is read.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from nahbar.core.refusals import Refused

DEEPEST = 5
MOST_NODES = 60
LONGEST = 12_000  # characters of a filter as text
LONGEST_VALUE = 400


class How(StrEnum):
    """How a fact is compared; which fit a kind of fact, `conditions.HOWS` says."""

    IS = "is"
    IS_NOT = "is_not"
    CONTAINS = "contains"
    BEGINS = "begins"
    BETWEEN = "between"
    LAST = "last"
    BEFORE = "before"
    NEXT = "next"
    NEAR = "near"
    FILLED = "filled"
    EMPTY = "empty"


KNOWN_HOWS = frozenset(how.value for how in How)


class Held(StrEnum):
    """How the nodes of a branch hold together."""

    ALL = "all"
    ANY = "any"
    NONE = "none"


@dataclass(frozen=True)
class Condition:
    """One comparison. Values are texts that read the same everywhere: `12.5`, `2026-03-02`, `3`, `1,4`."""

    fact: str
    how: How
    value: str = ""
    to: str = ""

    def as_data(self) -> dict[str, Any]:
        """As JSON holds it."""
        ends = {"value": self.value, "to": self.to}
        return {"fact": self.fact, "how": self.how.value, **{k: v for k, v in ends.items() if v}}


@dataclass(frozen=True)
class Branch:
    """Nodes that hold together; one without nodes leaves everybody."""

    held: Held = Held.ALL
    nodes: tuple["Node", ...] = field(default=())

    def as_data(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {self.held.value: [node.as_data() for node in self.nodes]}


Node = Condition | Branch
EVERYBODY = Branch()
Place = tuple[int, ...]  # which node of which node: the way from the root


def parse_filter(text: str) -> Branch:
    """The filter that a text holds. Raises Refused (`filter_too_long`, `filter_not_understood`, …)."""
    if len(text) > LONGEST:
        raise Refused("filter_too_long", _("This filter is too long. Leave some conditions out."))
    if not text.strip():
        return EVERYBODY
    try:
        data = json.loads(text)
    except RecursionError:
        raise _too_deep() from None
    except ValueError:
        raise _not_understood() from None
    return filter_from(data)


def filter_from(data: object) -> Branch:
    """The same from data. Raises Refused as `parse_filter`, `filter_too_deep`, `filter_too_large`."""
    counted = [0]
    node = _node(data, 0, counted)
    return node if isinstance(node, Branch) else Branch(Held.ALL, (node,))


def as_text(branch: Branch) -> str:
    """The filter for an address; empty where it leaves everybody."""
    return json.dumps(branch.as_data(), separators=(",", ":")) if branch.nodes else ""


def conditions_in(node: Node) -> list[Condition]:
    """All conditions, from left to right."""
    if isinstance(node, Condition):
        return [node]
    return [one for each in node.nodes for one in conditions_in(each)]


def with_node(branch: Branch, place: Place, node: Node) -> Branch:
    """The filter with one more node in the branch at this place."""
    return _changed(branch, place, lambda one: replace(one, nodes=(*one.nodes, node)))


def without_node(branch: Branch, place: Place) -> Branch:
    """The filter without the node at this place; a branch that is left empty goes with it."""
    if not place:
        return EVERYBODY

    def leave_out(one: Branch) -> Branch:
        nodes = tuple(node for at, node in enumerate(one.nodes) if at != place[-1])
        return replace(one, nodes=nodes)

    changed = _changed(branch, place[:-1], leave_out)
    parent = node_at(changed, place[:-1])
    is_empty = isinstance(parent, Branch) and not parent.nodes
    return without_node(changed, place[:-1]) if is_empty and place[:-1] else changed


def held_by(branch: Branch, place: Place, held: Held) -> Branch:
    """The filter whose branch at this place holds together so."""
    return _changed(branch, place, lambda one: replace(one, held=held))


def node_at(branch: Branch, place: Place) -> Node | None:
    """The node at this place."""
    node: Node = branch
    for at in place:
        if not isinstance(node, Branch) or at >= len(node.nodes):
            return None
        node = node.nodes[at]
    return node


def _changed(branch: Branch, place: Place, change: Any) -> Branch:
    if not place:
        changed: Branch = change(branch)
        return changed
    at = place[0]
    if at >= len(branch.nodes):
        return branch
    inner = branch.nodes[at]
    if not isinstance(inner, Branch):
        return branch
    inner = _changed(inner, place[1:], change)
    return replace(branch, nodes=(*branch.nodes[:at], inner, *branch.nodes[at + 1 :]))


def _node(data: object, depth: int, counted: list[int]) -> Node:
    counted[0] += 1
    if counted[0] > MOST_NODES:
        raise Refused("filter_too_large", _("This filter has too many conditions."))
    if not isinstance(data, Mapping):
        raise _not_understood()
    for held in Held:
        if held.value in data:
            nodes = data[held.value]
            if depth >= DEEPEST:
                raise _too_deep()
            if len(data) != 1 or not isinstance(nodes, Sequence) or isinstance(nodes, str):
                raise _not_understood()
            return Branch(held, tuple(_node(one, depth + 1, counted) for one in nodes))
    return _condition(data)


def _condition(data: Mapping[str, Any]) -> Condition:
    said = {name: data.get(name, "") for name in ("fact", "how", "value", "to")}
    if set(data) - set(said) or not all(isinstance(one, str) for one in said.values()):
        raise _not_understood()
    is_long = any(len(one) > LONGEST_VALUE for one in said.values())
    if is_long or said["how"] not in KNOWN_HOWS or not said["fact"]:
        raise _not_understood()
    return Condition(said["fact"][:48], How(said["how"]), said["value"].strip(), said["to"].strip())


def _too_deep() -> Refused:
    sentence = _("Conditions are nested too deep here: five levels are the most.")
    return Refused("filter_too_deep", sentence)


def _not_understood() -> Refused:
    return Refused("filter_not_understood", _("This filter cannot be read."))
