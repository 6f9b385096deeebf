"""Seeing class letters beside customers, or not."""

from datetime import datetime

from django.db import transaction

from nahbar.core.access import Ability, demand
from nahbar.core.ledger import record
from nahbar.core.models import User
from nahbar.value.models import ClassesShown


@transaction.atomic
def show_classes(person: User, *, shown: bool, at: datetime) -> None:
    """From now on `person` sees them, or sees them no more: everybody for themselves."""
    demand(person, Ability.SEE_VALUE)
    if shown:
        _row, is_news = ClassesShown.objects.get_or_create(person=person)
    else:
        is_news = bool(ClassesShown.objects.filter(person=person).delete()[0])
    if is_news:
        details = {"shown": shown}
        record("value.classes_shown", by=person, at=at, subject=person, details=details)
