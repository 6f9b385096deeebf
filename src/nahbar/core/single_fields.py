"""Single fields that not everybody may read who may see the customer: one table, as of abilities.

Pages, exports, search, histories and undo ask here. What the house made itself says its own roles.
"""

from collections.abc import Collection
from enum import StrEnum

from nahbar.core.access import ACCESS, Ability, Actor, Role, may
from nahbar.core.actors import By
from nahbar.core.models.people import User


class SingleField(StrEnum):
    """What is read by fewer than the customer is."""

    VALUE = "value"  # what somebody is worth to us, and what a person said of it
    PRIVATE_NOTE = "private_note"  # notes of moments and remarks that were marked private


READ_BY: dict[SingleField, Ability] = {
    SingleField.VALUE: Ability.SEE_VALUE,
    SingleField.PRIVATE_NOTE: Ability.SEE_PRIVATE_NOTES,
}


def may_read(by: Actor | None, field: SingleField) -> bool:
    """Whether the actor's role reads such a field; nobody (None) does not."""
    return by is not None and may(by, READ_BY[field])


def may_read_note(by: By | None, author: int | None, *, is_private: bool) -> bool:
    """Whether `by` reads a note: what is private only its author (primary key), and those who lead."""
    if not is_private or may_read(by, SingleField.PRIVATE_NOTE):
        return True
    return isinstance(by, User) and author is not None and by.pk == author


def may_read_own(by: Actor | None, seen_by: Collection[str]) -> bool:
    """Whether `by` reads a field of the house's own; an empty list of roles means everybody."""
    return not seen_by or (by is not None and by.role in seen_by)


def roles_reading(field: SingleField) -> frozenset[Role]:
    """The roles that read such a field of whomever they see."""
    return ACCESS[READ_BY[field]]
