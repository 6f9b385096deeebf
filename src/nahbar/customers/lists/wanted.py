"""What an address asks of the list of customers, and the addresses that ask something else."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from nahbar.core.facts import Fact, FactKind
from nahbar.customers.lists.filters import (
    Branch,
    Condition,
    Held,
    How,
    as_text,
    parse_filter,
)
from nahbar.customers.lists.query import BY_NAME, MOST_COLUMNS, Query, columns_from, shape_from
from nahbar.customers.models.customer import Kind, Stage
from nahbar.customers.typed import visible

LONGEST_SEARCH = 200
SORTED = frozenset(FactKind) - {FactKind.TEXT, FactKind.CHOICES, FactKind.YES}
CLASSES = "ABCD"


@dataclass(frozen=True)
class Wanted:
    """A query with where one stands in its answer.

    `text` is a search, which has an order of its own. `kept` is the saved list it came from, `group`
    the group whose members are meant.
    """

    query: Query = Query()  # noqa: RUF009  # a query is never changed
    text: str = ""
    after: uuid.UUID | None = None
    before: uuid.UUID | None = None
    kept: uuid.UUID | None = None
    group: uuid.UUID | None = None

    @classmethod
    def read(cls, given: QueryDict, facts: Mapping[str, Fact]) -> "Wanted":
        """From a request, as far as it may be known. Raises Refused for a filter that cannot be meant."""
        order = given.get("o", "") or given.get("order", "") or _order_of_class(given)
        is_known = order in facts and facts[order].kind in SORTED
        columns = columns_from(given.get("c", "").split(","))
        query = Query(
            filter=_narrowed(parse_filter(given.get("f", "")), given, facts),
            columns=tuple(key for key in columns if key in facts),
            order=order if is_known else BY_NAME,
            is_descending="d" in given or ("o" not in given and is_known),
            shape=shape_from(given.get("s", "")),
            board=given.get("b", "stage")[:48],
        )
        return cls(
            query=query,
            text=visible(given.get("q", "")).strip()[:LONGEST_SEARCH],
            after=_key(given.get("after", "")),
            before=_key(given.get("before", "")),
            kept=_key(given.get("list", "")),
            group=_key(given.get("group", "")),
        )

    @property
    def is_plain(self) -> bool:
        """Whether everybody is wanted."""
        return not (self.text or self.query.filter.nodes or self.group)

    def columns(self, facts: Mapping[str, Fact]) -> list[Fact]:
        """The columns that were chosen, else the usual ones."""
        if not self.query.columns:
            return [fact for fact in facts.values() if fact.is_usual][:MOST_COLUMNS]
        return [facts[key] for key in self.query.columns if key in facts]

    def changed(self, **query: Any) -> "Wanted":
        """Another question, from its beginning."""
        return replace(self, query=replace(self.query, **query), after=None, before=None)

    def parameters(self) -> dict[str, str]:
        """Everything but the page, as forms and addresses hold it."""
        query = self.query
        said = {
            "q": self.text,
            "f": as_text(query.filter),
            "c": ",".join(query.columns),
            "o": query.order if query.order != BY_NAME else "",
            "d": "1" if query.is_descending else "",
            "s": query.shape.value if query.shape != "rows" else "",
            "b": query.board if query.board != "stage" else "",
            "list": str(self.kept or ""),
            "group": str(self.group or ""),
        }
        return {name: value for name, value in said.items() if value}

    def url(self, name: str = "customers", **more: object) -> str:
        """The address of a page about this list."""
        said = self.parameters() | {key: str(value) for key, value in more.items() if value}
        return reverse(name) + (f"?{urlencode(said)}" if said else "")


def _narrowed(asked: Branch, given: QueryDict, facts: Mapping[str, Fact]) -> Branch:
    """The filter, with what the short addresses of other pages ask: `stage`, `kind`, `class`."""
    codes = {
        "stage": ("stage", _place(given.get("stage", ""), Stage.values)),
        "kind": ("kind", _place(given.get("kind", ""), Kind.values)),
        "class": ("value_class", _class(given)),
    }
    more = tuple(
        Condition(fact, How.IS, code) for fact, code in codes.values() if code and fact in facts
    )
    if not more:
        return asked
    nodes = asked.nodes if asked.held == Held.ALL else (asked,)
    return Branch(Held.ALL, (*nodes, *more))


def _class(given: QueryDict) -> str:
    letter = given.get("class", "")
    return str(CLASSES.index(letter) + 1) if len(letter) == 1 and letter in CLASSES else ""


def _order_of_class(given: QueryDict) -> str:
    return "value" if _class(given) else ""


def _place(value: str, known: list[str]) -> str:
    return str(known.index(value)) if value in known else ""


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
