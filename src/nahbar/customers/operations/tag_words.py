"""The words themselves that hang on customers: naming them anew, offering them no more."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core import search
from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.core.refusals import Refused
from nahbar.customers.models import Tag
from nahbar.customers.operations.source_tags import HUNG, LONGEST
from nahbar.customers.typed import one_line, word_key


@transaction.atomic
def rename_tag(tag: Tag, name: str, *, by: By, at: datetime) -> Tag:
    """Give a tag another name, for all customers on whom it hangs.

    A source that says the old name hangs a tag of that name again: merge the two then. Raises
    Refused (`nothing_said`, `too_long`, `tag_exists`).
    """
    demand(by, Ability.DEFINE_FIELDS)
    tag = Tag.objects.select_for_update().get(pk=tag.pk)
    word, before = one_line(name, LONGEST), tag.name
    if not word:
        raise Refused("nothing_said", _("There is nothing written here yet."))
    if Tag.objects.filter(key=word_key(word)).exclude(pk=tag.pk).exists():
        sentence = _("There is a tag “%(value)s” already. Merge the two.")
        raise Refused("tag_exists", sentence % {"value": word})
    if word != before:
        tag.name, tag.key = word, word_key(word)
        tag.save(update_fields=["name", "key"])
        search.changed(HUNG.objects.filter(tag=tag.pk).values_list("customer_id", flat=True))
        record(
            "customers.tag_renamed",
            by=by,
            at=at,
            subject=tag,
            before={"name": before},
            after={"name": word},
        )
    return tag


@transaction.atomic
def retire_tag(tag: Tag, *, by: By, at: datetime) -> Tag:
    """Offer a tag no more; it stays where it hangs."""
    return _turn(tag, at, "customers.tag_retired", by=by, at=at)


@transaction.atomic
def bring_tag_back(tag: Tag, *, by: By, at: datetime) -> Tag:
    """Offer a tag again."""
    return _turn(tag, None, "customers.tag_brought_back", by=by, at=at)


def _turn(tag: Tag, retired_at: datetime | None, action: str, *, by: By, at: datetime) -> Tag:
    demand(by, Ability.DEFINE_FIELDS)
    tag = Tag.objects.select_for_update().get(pk=tag.pk)
    if tag.merged_into_id or bool(tag.retired_at) == bool(retired_at):
        return tag
    before = {"retired_at": tag.retired_at}
    tag.retired_at = retired_at
    tag.save(update_fields=["retired_at"])
    record(action, by=by, at=at, subject=tag, before=before, after={"retired_at": retired_at})
    return tag
