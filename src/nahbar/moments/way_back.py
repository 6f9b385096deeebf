"""What was just done to a timeline, in a sentence, and how it is undone."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from nahbar.core.models import LedgerEntry, User
from nahbar.customers.models import Customer
from nahbar.moments.attaching import REMOVED as FILE_REMOVED
from nahbar.moments.attaching import can_be_attached_again
from nahbar.moments.correcting import can_come_back
from nahbar.moments.judging import is_for
from nahbar.moments.models import Encounter
from nahbar.moments.queries import removals_of


@dataclass(frozen=True)
class WayBack:
    """`query` asks a page that is loaded anew to offer the same."""

    sentence: str
    undo_url: str
    query: str


def after_noting(customer: Customer, noted: Encounter) -> WayBack:
    """Noted, and removed again."""
    place = [customer.public_id, noted.public_id]
    return WayBack(_("Noted."), reverse("encounter_removal", args=place), f"?noted={place[1]}")


def after_removal(customer: Customer, entry: LedgerEntry) -> WayBack:
    """Removed, a moment or one of its files, and brought back."""
    is_file = entry.action == FILE_REMOVED
    name = "attachment_return" if is_file else "encounter_return"
    sentence = _("The file was removed.") if is_file else _("The moment was removed.")
    undo_url = reverse(name, args=[customer.public_id, entry.pk])
    return WayBack(sentence, undo_url, f"?removed={entry.pk}")


def asked_for(query: Mapping[str, str], customer: Customer, person: User) -> WayBack | None:
    """The way back that a page's address names, if there still is one, and for this person."""
    noted = encounter_of(customer, query.get("noted", ""))
    if noted is not None and not noted.source_id and is_for(person, noted.by_id):
        return after_noting(customer, noted)
    key = query.get("removed", "")
    if not (key.isascii() and key.isdecimal() and len(key) < 19):
        return None
    entry = removals_of(customer).filter(pk=int(key)).first()
    if entry is None or not is_for(person, entry.actor_id):
        return None
    is_open = can_come_back(entry) or can_be_attached_again(entry)
    return after_removal(customer, entry) if is_open else None


def encounter_of(customer: Customer, key: str) -> Encounter | None:
    """The customer's encounter of this public id, as an address may name it."""
    try:
        public_id = uuid.UUID(key)
    except ValueError:
        return None
    return Encounter.objects.filter(customer=customer, public_id=public_id).first()
