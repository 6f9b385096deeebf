"""Whose lists somebody finds, and which of them they may change."""

import uuid

from django.db.models import Q, QuerySet
from django.http import Http404

from nahbar.core.access import LEADERS, Ability, may
from nahbar.core.actors import By
from nahbar.core.models import User
from nahbar.customers.models import SavedList
from nahbar.customers.models.lists import SharedWith
from nahbar.team.models import WorkingHours


def lists_for(by: By) -> QuerySet[SavedList]:
    """What somebody keeps, and what others share with them; who stands on it, each sees by their own right."""
    kept = SavedList.objects.filter(removed_at=None).select_related("owner").order_by("name", "pk")
    if not isinstance(by, User):
        return kept
    if not may(by, Ability.SEE_CUSTOMERS):
        return kept.none()
    theirs = Q(owner=by) | Q(shared_with=SharedWith.EVERYONE)
    return kept.filter(theirs | Q(shared_with=SharedWith.TEAM, owner__in=teammates(by)))


def list_or_404(by: By, public_id: uuid.UUID) -> SavedList:
    """One of them. Raises Http404 alike when there is none and when it is not for `by`."""
    found = lists_for(by).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def may_change(by: By, kept: SavedList) -> bool:
    """Whose list it is; what somebody shared who has left is for those who lead."""
    if not isinstance(by, User):
        return True
    if kept.owner_id == by.pk:
        return may(by, Ability.SEE_CUSTOMERS)
    is_shared = kept.shared_with != SharedWith.MINE
    return is_shared and by.role in LEADERS and (kept.is_group or not kept.owner.is_active)


def teammates(person: User) -> QuerySet[User]:
    """Who works in the same branch; those who lead see every team, and where no branch is said all are one."""
    if person.role in LEADERS:
        return User.objects.all()
    hours = WorkingHours.objects.filter(branch__isnull=False)
    mine = hours.filter(person=person).values("branch")
    if not mine.exists():
        return User.objects.exclude(pk__in=hours.values("person"))
    return User.objects.filter(pk__in=hours.filter(branch__in=mine).values("person"))
