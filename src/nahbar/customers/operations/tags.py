"""Words hung on customers."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.core.refusals import Refused
from nahbar.core.search import changed
from nahbar.customers.models import Customer, Tag
from nahbar.customers.typed import one_line, word_key


@transaction.atomic
def tag(customer: Customer, name: str, *, by: By, at: datetime) -> Tag:
    """Hang a word on a customer; the same word in other letter case is the same word.

    One that was merged into another is that other. Raises Refused (`nothing_said`, `too_long`,
    `tag_retired`).
    """
    demand(by, Ability.EDIT_CUSTOMERS)
    word = one_line(name, 60)
    if not word:
        raise Refused("nothing_said", _("There is nothing written here yet."))
    said, _made = Tag.objects.get_or_create(key=word_key(word), defaults={"name": word})
    found = said.merged_into or said
    if found.retired_at:
        sentence = _("“%(value)s” is no longer used here. Choose another word.")
        raise Refused("tag_retired", sentence % {"value": found.name})
    if not customer.tags.filter(pk=found.pk).exists():
        customer.tags.add(found)
        changed([customer.pk])
        record(
            "customers.tagged",
            by=by,
            at=at,
            subject=customer,
            after={"tag": found.name},
            details={"row": found.pk},
        )
    return found


@transaction.atomic
def untag(customer: Customer, tag: Tag, *, by: By, at: datetime) -> None:
    """Take a word off a customer."""
    demand(by, Ability.EDIT_CUSTOMERS)
    if customer.tags.filter(pk=tag.pk).exists():
        customer.tags.remove(tag)
        changed([customer.pk])
        record(
            "customers.untagged",
            by=by,
            at=at,
            subject=customer,
            before={"tag": tag.name},
            details={"row": tag.pk},
        )
