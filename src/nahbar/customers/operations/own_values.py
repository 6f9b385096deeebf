"""Writing what the house knows of a customer into its own fields."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core import search
from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.core.models import LedgerEntry, LedgerText
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer, OwnField, SourceRecord
from nahbar.customers.models.own_fields import LISTED
from nahbar.customers.operations.change import ChangedMeanwhile
from nahbar.customers.operations.create import create_customer
from nahbar.customers.operations.hand import say_by_hand
from nahbar.customers.own_fields.definitions import (
    called_in_records,
    definitions,
    every_field,
    manner_here,
)
from nahbar.customers.own_fields.kinds import Said, chosen_in, read, show
from nahbar.customers.own_fields.values import said_now
from nahbar.customers.own_fields.words import Listed, names_in

CHANGED = "customers.own_changed"


class WrongValues(Refused):
    """Some values cannot be meant; `wrong` says why, by the field's key."""

    def __init__(self, wrong: Mapping[str, Refused]) -> None:
        first = next(iter(wrong.values()))
        super().__init__(first.code, first.sentence)
        self.wrong = wrong


class OwnChangedMeanwhile(ChangedMeanwhile):
    """Somebody else changed the same of our own fields; `theirs` says in words what stands there now."""


@transaction.atomic
def set_own_values(
    customer: Customer,
    new: Mapping[str, Any],
    *,
    seen: Mapping[str, Said] | None = None,
    by: By,
    at: datetime,
) -> Customer:
    """Set the fields in `new` (by key) to what was typed or sent; empty takes the value away.

    `seen` is what stood there when the person began, as records keep it: what others changed in
    other fields stays, and where they changed the same one, OwnChangedMeanwhile is raised. Without
    `seen` the new value stands. Raises WrongValues for what cannot be
    meant, Refused (`own_field_unknown`, `field_retired`) for a key that is no field in use.
    """
    demand(by, Ability.EDIT_CUSTOMERS)
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    fields = _fields(new)
    now = said_now(customer.pk, fields.values())
    said = _read(fields, new, now)
    wanted = {
        key: value
        for key, value in said.items()
        if value != now[key] and (seen is None or key not in seen or value != seen[key])
    }
    _demand_unchanged(
        fields, {key: now[key] for key in wanted if seen is not None and seen.get(key) != now[key]}
    )
    if wanted:
        _say(customer, fields, now, wanted, by=by, at=at)
    return customer


@transaction.atomic
def create_with_own_values(
    fields: Mapping[str, Any], own: Mapping[str, Any], *, by: By, at: datetime, **more: Any
) -> Customer:
    """`create_customer`, and what was said of them in the house's own fields; all or nothing.

    Raises WrongValues as well where a field of the form that must be filled in is empty.
    """
    demand(by, Ability.EDIT_CUSTOMERS)
    _demand_required(own)
    customer = create_customer(fields, by=by, at=at, **more)
    return set_own_values(customer, own, by=by, at=at) if own else customer


def say_own_again(entry: LedgerEntry, customer: Customer, by: By, at: datetime) -> None:
    """Undo a change: the house's own word of before stands again, else that of the sources.

    Raises OwnChangedMeanwhile where something newer stands there.
    """
    text = LedgerText.objects.filter(pk=entry.text_id or 0).first()
    if text is None or not text.after:
        raise Refused("not_undoable", _("This cannot be taken back."))
    every = every_field()
    fields = {
        field.key: field for name in text.after if (field := called_in_records(name, lambda: every))
    }
    now = said_now(customer.pk, fields.values())
    theirs = {
        key: now[key] for key, field in fields.items() if now[key] != text.after[field.said_as]
    }
    _demand_unchanged(fields, theirs)
    by_hand = SourceRecord.objects.filter(pk=entry.details["record"], customer=customer).first()
    before = by_hand.fields if by_hand else {}
    again = {field.said_as: before.get(field.said_as) for field in fields.values()}
    followed = say_by_hand(customer, again, at=at)
    search.changed([customer.pk])
    record(
        CHANGED,
        by=by,
        at=at,
        subject=customer,
        before={field.said_as: now[key] for key, field in fields.items()},
        after={
            fields[key].said_as: value
            for key, value in said_now(customer.pk, fields.values()).items()
        },
        details={"record": followed.pk if followed else None},
    )


def _demand_unchanged(fields: Mapping[str, OwnField], theirs: Mapping[str, Said]) -> None:
    if theirs:
        words = names_in(theirs.values())
        said = {key: show(fields[key], value, words=words) for key, value in theirs.items()}
        raise OwnChangedMeanwhile(said)


def _say(
    customer: Customer,
    fields: Mapping[str, OwnField],
    now: Mapping[str, Said],
    wanted: Mapping[str, Said],
    *,
    by: By,
    at: datetime,
) -> None:
    said: dict[str, Any] = {fields[key].said_as: value for key, value in wanted.items()}
    followed = say_by_hand(customer, said, at=at)
    search.changed([customer.pk])
    record(
        CHANGED,
        by=by,
        at=at,
        subject=customer,
        before={fields[key].said_as: now[key] for key in wanted},
        after=said,
        details={"record": followed.pk if followed else None},
    )


def _fields(keys: Collection[str]) -> dict[str, OwnField]:
    found = {field.key: field for field in OwnField.objects.filter(key__in=list(keys))}
    for key in keys:
        if key not in found:
            raise Refused("own_field_unknown", _("There is no such field."))
        if found[key].retired_at:
            sentence = _("The field “%(field)s” is no longer in use.")
            raise Refused("field_retired", sentence % {"field": found[key].called})
    return found


def _read(
    fields: Mapping[str, OwnField], new: Mapping[str, Any], now: Mapping[str, Said]
) -> dict[str, Said]:
    manner, said, wrong = manner_here(), dict[str, Said](), dict[str, Refused]()
    for key, raw in new.items():
        field = fields[key]
        words = Listed(
            field.choice_list_id, kept=chosen_in(now[key]) if field.kind in LISTED else ()
        )
        try:
            said[key] = read(field, raw, words=words, manner=manner)
        except Refused as refusal:
            wrong[key] = refusal
        else:
            if field.is_required and not said[key]:
                wrong[key] = _required()
    if wrong:
        raise WrongValues(wrong)
    return said


def _demand_required(own: Mapping[str, Any]) -> None:
    lacking = [
        f.key for f in definitions().on_form if f.is_required and own.get(f.key) in ("", [], None)
    ]
    if lacking:
        raise WrongValues({key: _required() for key in lacking})


def _required() -> Refused:
    return Refused("required", _("This must be filled in."))
