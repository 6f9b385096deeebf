"""What of the ledger's words somebody may not read: rooms say which fields of which rows.

Every page that shows what stood before and after asks here, so that a history tells nobody more
than the page itself does.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from nahbar.core.actors import By
from nahbar.core.models import LedgerEntry, LedgerText

Texts = Mapping[int, LedgerText]  # by primary key, as `text_id` of an entry names them
Hidden = Mapping[int, Collection[str]]  # fields by the entry's primary key
Redactor = Callable[[By | None, Sequence[LedgerEntry], Texts], Hidden]
_redactors: list[Redactor] = []


def hide_by(*redactors: Redactor) -> None:
    """From now on these say what is hidden from whom; nobody (None) reads least. For the wiring alone."""
    _redactors.extend(one for one in redactors if one not in _redactors)


def hidden_from(
    by: By | None, entries: Sequence[LedgerEntry], texts: Texts
) -> dict[int, frozenset[str]]:
    """The fields of each of these entries that `by` may not read; as many queries whatever their number."""
    hidden: dict[int, frozenset[str]] = {}
    for redactor in _redactors:
        for entry, names in redactor(by, entries, texts).items():
            hidden[entry] = hidden.get(entry, frozenset()).union(names)
    return hidden


def without(said: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """What was said, without these fields."""
    left_out = set(names)
    return {name: value for name, value in said.items() if name not in left_out}
