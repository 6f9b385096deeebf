"""Who may change what was noted, and who may read what is private."""

from django.db.models import Q

from nahbar.core.access import Ability, may
from nahbar.core.actors import By
from nahbar.core.models import User
from nahbar.core.single_fields import SingleField, may_read_note
from nahbar.core.single_fields import may_read as may_read_field
from nahbar.moments.models import Encounter


def is_for(by: By, noted_by: int | None) -> bool:
    """Whether `by` may change a moment that `noted_by` (primary key) wrote down by hand."""
    if noted_by is None or not may(by, Ability.EDIT_CUSTOMERS):
        return False
    is_own = isinstance(by, User) and by.pk == noted_by
    return is_own or may(by, Ability.CORRECT_OTHERS)


def may_read(by: By | None, encounter: Encounter) -> bool:
    """Whether `by` may read its words and see its files."""
    return may_read_note(by, encounter.by_id, is_private=encounter.is_private)


def readable(by: By | None, path: str = "") -> Q:
    """The condition under which a moment's words are for `by`; `path` leads to the moment."""
    if may_read_field(by, SingleField.PRIVATE_NOTE):
        return Q()
    open_to_all = Q(**{f"{path}is_private": False})
    return open_to_all | Q(**{f"{path}by": by}) if isinstance(by, User) else open_to_all
