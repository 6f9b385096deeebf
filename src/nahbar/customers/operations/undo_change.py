"""Taking one change back: what stood there before stands there again, unless something newer does."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.core.models import LedgerEntry, LedgerText
from nahbar.core.refusals import Refused
from nahbar.customers.models import (
    ContactPoint,
    Customer,
    ImportantDay,
    PostalAddress,
    Relation,
    Remark,
    SourceRecord,
    Tag,
)
from nahbar.customers.operations.addresses import end_address, renew_address
from nahbar.customers.operations.change import ChangedMeanwhile
from nahbar.customers.operations.contact_points import end_contact_point, renew_contact_point
from nahbar.customers.operations.days import end_day, renew_day
from nahbar.customers.operations.hand import say_by_hand, shown_now
from nahbar.customers.operations.own_values import say_own_again
from nahbar.customers.operations.picture import return_picture
from nahbar.customers.operations.relations import relate, unrelate
from nahbar.customers.operations.remarks import end_remark, renew_remark
from nahbar.customers.operations.tags import tag, untag

Undo = Callable[[LedgerEntry, Customer, By, datetime], object]


def can_be_undone(entry: LedgerEntry) -> bool:
    """Whether it is known how it was before; of changes from before this was kept it is not."""
    return entry.action in UNDOES and bool(entry.details)


@transaction.atomic
def undo_change(entry: LedgerEntry, *, by: By, at: datetime) -> None:
    """Take back what `entry` tells of a customer; the ledger tells of that as well.

    Raises ChangedMeanwhile, or Refused (`changed_since`, `picture_gone`), where something newer
    stands there, and Refused (`not_undoable`) for what is no change of that kind.
    """
    demand(by, Ability.EDIT_CUSTOMERS)
    if entry.subject_kind != Customer._meta.label_lower or not can_be_undone(entry):
        raise Refused("not_undoable", _("This cannot be taken back."))
    customer = Customer.objects.select_for_update().get(pk=entry.subject_id)
    UNDOES[entry.action](entry, customer, by, at)


def _say_again(entry: LedgerEntry, customer: Customer, by: By, at: datetime) -> None:
    """The fields as they were: by the house's own word of then, else by that of the sources."""
    text = LedgerText.objects.filter(pk=entry.text_id or 0).first()
    if text is None or not text.after:
        raise Refused("not_undoable", _("This cannot be taken back."))
    now = shown_now(customer)
    theirs = {name: now[name] for name, said in text.after.items() if now[name] != said}
    if theirs:
        raise ChangedMeanwhile(theirs)
    by_hand = SourceRecord.objects.filter(pk=entry.details["record"], customer=customer).first()
    said = by_hand.fields if by_hand else {}
    followed = say_by_hand(customer, {name: said.get(name) for name in text.after}, at=at)
    shown = shown_now(customer)
    record(
        "customers.changed",
        by=by,
        at=at,
        subject=customer,
        before=text.after,
        after={name: shown[name] for name in text.after},
        details={"record": followed.pk if followed else None},
    )


def _ending(model: Any, end: Callable[..., Any], renew: Callable[..., Any]) -> Undo:
    """How to undo that a row was added: it ends, and the one whose place it took holds again."""

    def undo(entry: LedgerEntry, customer: Customer, by: By, at: datetime) -> None:
        end(_row(model, entry.details["row"], customer, holds=True), by=by, at=at)
        if before := entry.details.get("instead_of"):
            renew(_row(model, before, customer, holds=False), by=by, at=at)

    return undo


def _renewing(model: Any, renew: Callable[..., Any]) -> Undo:
    """How to undo that a row ended: it holds again, if that is still when it ended."""

    def undo(entry: LedgerEntry, customer: Customer, by: By, at: datetime) -> None:
        row = _row(model, entry.details["row"], customer, holds=False)
        if row.valid_until != entry.occurred_at:
            raise _newer()
        renew(row, by=by, at=at)

    return undo


def _row(model: Any, key: int, customer: Customer, *, holds: bool) -> Any:
    rows = model.objects.filter(pk=key, customer=customer)
    row = rows.filter(valid_until__isnull=holds).first()
    if row is None:
        raise _newer()
    return row


def _untag(entry: LedgerEntry, customer: Customer, by: By, at: datetime) -> None:
    hanging = customer.tags.filter(pk=entry.details["row"]).first()
    if hanging is None:
        raise _newer()
    untag(customer, hanging, by=by, at=at)


def _tag_again(entry: LedgerEntry, customer: Customer, by: By, at: datetime) -> None:
    word = Tag.objects.filter(pk=entry.details["row"]).first()
    if word is None or customer.tags.filter(pk=word.pk).exists():
        raise _newer()
    tag(customer, word.name, by=by, at=at)


def _part(entry: LedgerEntry, customer: Customer, by: By, at: datetime) -> None:
    kind, target = entry.details["kind"], entry.details["target"]
    relation = Relation.objects.filter(origin=customer, target=target, kind=kind).first()
    if relation is None:
        raise _newer()
    unrelate(relation, by=by, at=at)


def _relate_again(entry: LedgerEntry, customer: Customer, by: By, at: datetime) -> None:
    target = Customer.objects.filter(pk=entry.details["target"]).first()
    is_there = Relation.objects.filter(
        origin=customer, target=target, kind=entry.details["kind"]
    ).exists()
    if target is None or is_there:
        raise _newer()
    relate(customer, target, entry.details["kind"], by=by, at=at)


def _show_before(entry: LedgerEntry, customer: Customer, by: By, at: datetime) -> None:
    if customer.picture_id != entry.details["after"]:
        raise _newer()
    return_picture(customer, entry.details["before"], by=by, at=at)


def _newer() -> Refused:
    return Refused("changed_since", _("Something newer stands here. It stays as it is."))


UNDOES: dict[str, Undo] = {
    "customers.changed": _say_again,
    "customers.contact_point_added": _ending(ContactPoint, end_contact_point, renew_contact_point),
    "customers.contact_point_ended": _renewing(ContactPoint, renew_contact_point),
    "customers.address_added": _ending(PostalAddress, end_address, renew_address),
    "customers.address_ended": _renewing(PostalAddress, renew_address),
    "customers.day_added": _ending(ImportantDay, end_day, renew_day),
    "customers.day_ended": _renewing(ImportantDay, renew_day),
    "customers.remark_added": _ending(Remark, end_remark, renew_remark),
    "customers.remark_ended": _renewing(Remark, renew_remark),
    "customers.own_changed": say_own_again,
    "customers.tagged": _untag,
    "customers.untagged": _tag_again,
    "customers.related": _part,
    "customers.unrelated": _relate_again,
    "customers.picture_given": _show_before,
    "customers.picture_removed": _show_before,
}
