"""Keeping a list under a name: for oneself, one's team, or everyone; and groups."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand, may
from nahbar.core.actors import By
from nahbar.core.ledger import changes, record
from nahbar.core.models import User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.lists.query import Query
from nahbar.customers.lists.saved import may_change
from nahbar.customers.models import SavedList
from nahbar.customers.models.lists import SharedWith
from nahbar.customers.typed import one_line

MOST = 200  # of one person


@transaction.atomic
def save_list(
    name: str, query: Query, *, shared_with: str, is_group: bool, by: User, at: datetime
) -> SavedList:
    """Keep a list. Raises Refused (`nothing_said`, `too_long`, `too_many_lists`, `unknown_choice`)."""
    demand(by, Ability.SEE_CUSTOMERS)
    _may_share(by, shared_with, is_group=is_group)
    if SavedList.objects.filter(owner=by, removed_at=None).count() >= MOST:
        raise Refused("too_many_lists", _("You keep very many lists. Remove one first."))
    kept = SavedList.objects.create(
        name=_called(name),
        owner=by,
        shared_with=shared_with,
        is_group=is_group,
        query=query.as_data(),
        created_at=at,
    )
    told = {"name": kept.name, "shared_with": shared_with, "query": kept.query}
    record("customers.list_saved", by=by, at=at, subject=kept, after=told)
    return kept


@transaction.atomic
def change_list(
    kept: SavedList,
    *,
    name: str | None = None,
    shared_with: str | None = None,
    query: Query | None = None,
    by: By,
    at: datetime,
) -> SavedList:
    """Change what is given. Raises as `save_list`, and NotAllowed for a list that is not theirs."""
    kept = SavedList.objects.select_for_update().select_related("owner").get(pk=kept.pk)
    if not may_change(by, kept):
        raise NotAllowed
    new: dict[str, object] = {}
    if name is not None:
        new["name"] = _called(name)
    if shared_with is not None:
        _may_share(by, shared_with, is_group=kept.is_group)
        new["shared_with"] = shared_with
    if query is not None:
        new["query"] = query.as_data()
    before, after = changes(kept, new, new)
    if after:
        for field, value in after.items():
            setattr(kept, field, value)
        kept.save(update_fields=list(after))
        record("customers.list_changed", by=by, at=at, subject=kept, before=before, after=after)
    return kept


@transaction.atomic
def remove_list(kept: SavedList, *, by: By, at: datetime) -> None:
    """Take a list away; it can be brought back."""
    kept = SavedList.objects.select_for_update().select_related("owner").get(pk=kept.pk)
    if not may_change(by, kept):
        raise NotAllowed
    kept.removed_at = at
    kept.save(update_fields=["removed_at"])
    record("customers.list_removed", by=by, at=at, subject=kept, before={"name": kept.name})


@transaction.atomic
def bring_list_back(kept: SavedList, *, by: By, at: datetime) -> SavedList:
    """Have a list again that was taken away."""
    kept = SavedList.objects.select_for_update().select_related("owner").get(pk=kept.pk)
    if not may_change(by, kept):
        raise NotAllowed
    kept.removed_at = None
    kept.save(update_fields=["removed_at"])
    record("customers.list_brought_back", by=by, at=at, subject=kept, after={"name": kept.name})
    return kept


def _may_share(by: By, shared_with: str, *, is_group: bool) -> None:
    if shared_with not in SharedWith.values:
        raise Refused("unknown_choice", _("This choice does not exist."))
    if (shared_with != SharedWith.MINE or is_group) and not may(by, Ability.SHARE_LISTS):
        raise NotAllowed


def _called(name: str) -> str:
    said = one_line(name, 80)
    if not said:
        raise Refused("nothing_said", _("Give the list a name."))
    return said
