"""Taking back anything that was done, and taking that back again: one way for all rooms."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand, may
from nahbar.core.actors import By
from nahbar.core.change_log import (
    done_of,
    now_standing_for,
    taken_back_by,
    texts_of,
    visible_changes,
)
from nahbar.core.for_good import FOR_GOOD
from nahbar.core.ledger import naming
from nahbar.core.models import LedgerEntry, User
from nahbar.core.redacting import hidden_from
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.core.reversals import WITHIN, ChangedSince, Reversal, reversal_of


@transaction.atomic
def take_back(change: int, *, by: By, at: datetime) -> LedgerEntry:
    """Put back what this row of the ledger (primary key) tells of; the row that says so names it.

    Where that was taken back in between and brought back, the row that did so is named in its stead.
    For who did it, and who may undo what others did; within `WITHIN`, and only of what `by` may see
    and do. Raises NotAllowed; Refused: `not_found`, `not_undoable`, `too_long_ago`,
    `taken_back_already`, ChangedSince with both values, and what the room's own verb refuses.
    """
    # Of two who take the same back at once, the second waits here and finds it done.
    entry = LedgerEntry.objects.select_for_update().filter(pk=change).first()
    if entry is None or not visible_changes(by).filter(pk=change).exists():
        raise Refused("not_found", _("There is no such change."))
    if reversal_of(entry) is None:
        raise Refused("not_undoable", FOR_GOOD.get(entry.action, _("This cannot be taken back.")))
    standing = LedgerEntry.objects.select_for_update().get(pk=now_standing_for(entry).pk)
    reversal = reversal_of(standing)
    if reversal is None:
        raise ChangedSince
    _demand(entry, reversal, by)
    if at - entry.occurred_at > WITHIN:
        raise Refused("too_long_ago", _("This is more than 30 days ago. Change it anew instead."))
    if standing.pk in taken_back_by([standing]):
        raise Refused("taken_back_already", _("This has been taken back already."))
    [done] = done_of([standing])
    with naming(standing) as written:
        reversal.act(done, by, at)
    if not written:
        raise ChangedSince
    return written[-1]


def may_take_back(entry: LedgerEntry, by: By, at: datetime) -> bool:
    """Whether a button is worth showing: the rest is found out when it is pressed. Asks no database."""
    reversal = reversal_of(entry)
    if reversal is None or at - entry.occurred_at > WITHIN:
        return False
    return may(by, reversal.ability) and _may_act_on(entry, reversal, by)


def _demand(entry: LedgerEntry, reversal: Reversal, by: By) -> None:
    demand(by, reversal.ability)
    if not _may_act_on(entry, reversal, by):
        raise NotAllowed
    if hidden_from(by, [entry], texts_of([entry])).get(entry.pk):
        raise NotAllowed


def _may_act_on(entry: LedgerEntry, reversal: Reversal, by: By) -> bool:
    if isinstance(by, User) and entry.actor_id == by.pk:
        return True
    return not reversal.only_own and may(by, Ability.UNDO_OTHERS)
