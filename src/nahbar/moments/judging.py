"""Who may change what was noted."""

from nahbar.core.access import Ability, may
from nahbar.core.actors import By
from nahbar.core.models import User


def is_for(by: By, noted_by: int | None) -> bool:
    """Whether `by` may change a moment that `noted_by` (primary key) wrote down by hand."""
    if noted_by is None or not may(by, Ability.EDIT_CUSTOMERS):
        return False
    is_own = isinstance(by, User) and by.pk == noted_by
    return is_own or may(by, Ability.CORRECT_OTHERS)
