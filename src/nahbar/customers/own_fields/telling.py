"""What the ledger holds of the house's own fields, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from nahbar.customers.models.own_fields import SAID
from nahbar.customers.own_fields.definitions import every_field
from nahbar.customers.own_fields.kinds import Said, show
from nahbar.customers.own_fields.words import names_in

if TYPE_CHECKING:
    from nahbar.customers.queries import Change


def told(changes: "Sequence[Change]") -> "list[Change]":
    """The changes with our fields by their names and values as people read them; two queries at most."""
    own = [
        value
        for change in changes
        for held in (change.before, change.after)
        for name, value in held.items()
        if name.startswith(SAID)
    ]
    if not own:
        return list(changes)
    fields, names = every_field(), names_in(own)

    def in_words(held: Mapping[str, object]) -> dict[str, object]:
        words: dict[str, object] = {}
        for name, value in held.items():
            field = fields.get(name.removeprefix(SAID)) if name.startswith(SAID) else None
            if field is None:
                words[name] = value
            else:
                words[field.called] = show(field, _said(value), words=names)
        return words

    return [
        replace(change, before=in_words(change.before), after=in_words(change.after))
        for change in changes
    ]


def _said(value: object) -> Said:
    return [str(one) for one in value] if isinstance(value, list) else str(value or "")
