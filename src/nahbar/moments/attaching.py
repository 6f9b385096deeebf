"""Pictures and PDFs of a moment: attached, taken away, brought back, and let go after a month."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.files import keep, release
from nahbar.core.ledger import record
from nahbar.core.models import LedgerEntry
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.moments.checking import Checked, refuse_too_many
from nahbar.moments.judging import is_for
from nahbar.moments.models import Attachment, Encounter

REMOVED = "moments.attachment_removed"
RESTORABLE = timedelta(days=30)


def attach(encounter: Encounter, files: Sequence[Checked], *, at: datetime) -> list[str]:
    """Keep the files with the encounter, in the transaction that notes it; their public ids.

    What it has already is not attached twice. Raises Refused `too_many_files`.
    """
    if not files:
        return []
    there = encounter.attachments.values_list("stored__digest", flat=True)
    known = set(there)
    refuse_too_many(len(known | {one.content.digest for one in files}))
    made = []
    for one in files:
        if one.content.digest not in known:
            known.add(one.content.digest)
            made.append(_attached(encounter, one, at))
    return [str(attachment.public_id) for attachment in made]


def _attached(encounter: Encounter, one: Checked, at: datetime) -> Attachment:
    return Attachment.objects.create(
        customer=encounter.customer,
        encounter=encounter,
        kind=one.kind,
        name=one.name,
        stored=keep(one.content, at=at),
        preview=keep(one.preview, at=at) if one.preview else None,
        created_at=at,
    )


@transaction.atomic
def remove_attachment(attachment: Attachment, *, by: By, at: datetime) -> LedgerEntry:
    """Take one file away from its moment; the row of the ledger it leaves brings it back."""
    demand(by, Ability.EDIT_CUSTOMERS)
    held = Attachment.objects.select_for_update().get(pk=attachment.pk)
    encounter = held.encounter
    if encounter is None or not is_for(by, encounter.by_id):
        raise NotAllowed
    details = {"encounter": str(encounter.public_id), "attachment": str(held.public_id)}
    entry = record(REMOVED, by=by, at=at, subject=held.customer, details=details)
    put_aside(Attachment.objects.filter(pk=held.pk), entry, at=at)
    return entry


@transaction.atomic
def bring_back_attachment(entry: LedgerEntry, *, by: By, at: datetime) -> Attachment:
    """Bring back the file that was taken away. Raises Refused `nothing_removed` when it is gone."""
    demand(by, Ability.EDIT_CUSTOMERS)
    if entry.action != REMOVED or not is_for(by, entry.actor_id):
        raise NotAllowed
    encounter = Encounter.objects.filter(public_id=entry.details["encounter"]).first()
    aside = Attachment.objects.select_for_update().filter(removal=entry, encounter=None).first()
    if encounter is None or aside is None:
        raise Refused("nothing_removed", _("There is nothing left to bring back."))
    put_back(entry, encounter)
    details = {"encounter": str(encounter.public_id), "attachment": str(aside.public_id)}
    record("moments.attachment_brought_back", by=by, at=at, subject=aside.customer, details=details)
    return aside


def can_be_attached_again(entry: LedgerEntry) -> bool:
    """Whether this row of the ledger tells of a removed file that is still kept."""
    aside = Attachment.objects.filter(removal=entry, encounter=None)
    return entry.action == REMOVED and aside.exists()


def put_aside(attachments: Iterable[Attachment], removal: LedgerEntry, *, at: datetime) -> None:
    """Part them from their encounter until somebody brings them back, or `RESTORABLE` is over."""
    ids = [attachment.pk for attachment in attachments]
    Attachment.objects.filter(pk__in=ids).update(encounter=None, removal=removal, removed_at=at)


def put_back(removal: LedgerEntry, encounter: Encounter) -> int:
    """Give the encounter back what `removal` took from it and is still there; how many."""
    aside = Attachment.objects.filter(removal=removal, encounter=None)
    return aside.update(encounter=encounter, removal=None, removed_at=None)


@transaction.atomic
def let_go(*, at: datetime) -> int:
    """Release the files of what was taken away longer ago than `RESTORABLE`; how many went."""
    long_ago = Q(removed_at=None) | Q(removed_at__lt=at - RESTORABLE)
    aside = Attachment.objects.filter(long_ago, encounter=None).select_for_update(of=("self",))
    gone = list(aside.select_related("stored", "preview"))
    for attachment in gone:
        release(attachment.stored)
        if attachment.preview:
            release(attachment.preview)
    Attachment.objects.filter(pk__in=[attachment.pk for attachment in gone]).delete()
    return len(gone)
