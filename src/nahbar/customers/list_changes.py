"""How what was done to lists, and on them, is told and taken back."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, may
from nahbar.core.actors import By
from nahbar.core.models import User
from nahbar.core.reversals import ChangedSince, Done, Reversal, Subject
from nahbar.core.row_steps import over_rows, own_row
from nahbar.customers.lists.saved import lists_for
from nahbar.customers.models import Customer, HandPick, ListRun, SavedList
from nahbar.customers.operations.pick_many import let_filter_decide, pick
from nahbar.customers.operations.runs import ask_to_undo_run
from nahbar.customers.operations.saved_lists import bring_list_back, remove_list

SEE, EDIT, MANY = Ability.SEE_CUSTOMERS, Ability.EDIT_CUSTOMERS, Ability.CHANGE_MANY
SAVED, RUN = SavedList._meta.label_lower, ListRun._meta.label_lower

DONE = {
    "customers.list_saved": _("list kept"),
    "customers.list_changed": _("list changed"),
    "customers.list_removed": _("list removed"),
    "customers.list_brought_back": _("list brought back"),
    "customers.picked": _("put into a group or taken out by hand"),
    "customers.unpicked": _("left to the filter of a group again"),
    "customers.many_asked": _("change of many asked for"),
    "customers.many_changed": _("many changed"),
    "customers.many_cancelled": _("change of many stopped"),
    "customers.many_undo_asked": _("taking back many asked for"),
    "customers.many_undone": _("change of many taken back"),
}
LABELS = {
    "shared_with": _("Who sees it"),
    "query": _("Filter"),
    "reason": _("Reason"),
}


def _let_go(done: Done, by: By, at: datetime) -> None:
    remove_list(_kept(done, is_removed=False), by=by, at=at)


def _have_again(done: Done, by: By, at: datetime) -> None:
    bring_list_back(_kept(done, is_removed=True), by=by, at=at)


def _kept(done: Done, *, is_removed: bool) -> SavedList:
    rows = SavedList.objects.filter(pk=done.entry.subject_id, removed_at__isnull=not is_removed)
    kept = rows.first()
    if kept is None:
        raise ChangedSince
    return kept


def _unpick(done: Done, by: By, at: datetime) -> None:
    details = done.entry.details
    found = HandPick.objects.filter(
        group=details["group"],
        customer=done.entry.subject_id,
        is_in=details["is_in"],
        reason=done.after.get("reason", ""),
    ).first()
    if found is None:
        raise ChangedSince
    let_filter_decide(found, by=by, at=at)


def _pick_again(done: Done, by: By, at: datetime) -> None:
    details = done.entry.details
    group = SavedList.objects.filter(pk=details["group"], removed_at=None).first()
    customer = Customer.objects.filter(pk=done.entry.subject_id).first()
    is_there = HandPick.objects.filter(group=details["group"], customer=done.entry.subject_id)
    if group is None or customer is None or "is_in" not in details or is_there.exists():
        raise ChangedSince
    reason = str(done.before.get("reason", ""))
    pick(group, customer, is_in=details["is_in"], reason=reason, by=by, at=at)


def _undo_run(done: Done, by: By, at: datetime) -> None:
    run = ListRun.objects.filter(pk=done.entry.subject_id).first()
    if run is None or not isinstance(by, User):
        raise ChangedSince
    ask_to_undo_run(run, by=by, at=at)


REVERSALS = {
    "customers.list_saved": Reversal(SEE, _let_go),
    "customers.list_changed": over_rows(SEE, own_row),
    "customers.list_removed": Reversal(SEE, _have_again),
    "customers.list_brought_back": Reversal(SEE, _let_go),
    "customers.picked": Reversal(EDIT, _unpick),
    "customers.unpicked": Reversal(EDIT, _pick_again),
    "customers.many_changed": Reversal(MANY, _undo_run),
}


def _runs(by: By) -> QuerySet[ListRun] | None:
    if not isinstance(by, User):
        return None
    mine = Q(by=by)
    return ListRun.objects.filter(mine | ~Q(work="export") if may(by, MANY) else mine)


def _lists_named(keys: Collection[int]) -> Mapping[int, tuple[str, str]]:
    rows = SavedList.objects.in_bulk(list(keys))
    return {pk: (one.name, reverse("saved_list", args=[one.public_id])) for pk, one in rows.items()}


def _runs_named(keys: Collection[int]) -> Mapping[int, tuple[str, str]]:
    rows = ListRun.objects.in_bulk(list(keys))
    word = str(_("Change of many"))
    return {pk: (word, reverse("list_run", args=[one.public_id])) for pk, one in rows.items()}


SUBJECTS = {
    SAVED: Subject(_("List"), SEE, lists_for, _lists_named),
    RUN: Subject(_("Change of many"), SEE, _runs, _runs_named),
}
