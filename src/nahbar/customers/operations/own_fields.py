"""Fields that the house makes for itself: making, changing, retiring, bringing back, ordering them."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.folding import fold
from nahbar.core.ledger import changes, record
from nahbar.core.refusals import Refused
from nahbar.customers.models.own_fields import (
    LISTED,
    LONGEST_LABEL,
    NUMBERS,
    TEXTS,
    ChoiceList,
    OwnField,
    OwnKind,
)
from nahbar.customers.own_fields.definitions import manner_here
from nahbar.customers.own_fields.kinds import LONGEST, read
from nahbar.customers.own_fields.patterns import PATTERNS
from nahbar.customers.own_fields.words import Known
from nahbar.customers.typed import one_line
from nahbar.team.queries import house_currency

MOST_FIELDS = 500
MOST_ON_LIST = 6  # more than a row of the list can say
LONGEST_KEY = 40
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
CHANGEABLE = ("label", "label_en", "help", "is_required", "least", "most", "longest", "pattern",
              "currency", "on_page", "on_form", "on_list", "choice_list")  # fmt: skip


@transaction.atomic
def define_field(
    label: str, kind: str, *, key: str = "", by: By, at: datetime, **more: Any
) -> OwnField:
    """Make a field; it is there at once, behind the others. `more` are those of `CHANGEABLE`.

    Without a `key` it gets one from its name. Raises Refused (`nothing_said`, `too_long`,
    `unknown_choice`, `key_taken`, `no_key`, `list_missing`, `too_many_fields`, `too_many_on_list`,
    `bounds_crossed`, and what `kinds.read` says of bounds).
    """
    demand(by, Ability.DEFINE_FIELDS)
    if kind not in OwnKind.values:
        raise Refused("unknown_choice", _("This choice does not exist."))
    if OwnField.objects.filter(retired_at=None).count() >= MOST_FIELDS:
        sentence = _("There are %(most)d fields. Retire one before you make another.")
        raise Refused("too_many_fields", sentence % {"most": MOST_FIELDS})
    field = OwnField(kind=kind, created_at=at)
    _set(field, {"currency": house_currency(), **more, "label": label})
    field.key = _checked_key(key) if key else free_key(field.label)
    field.position = _after_last()
    field.save()
    record("customers.field_defined", by=by, at=at, subject=field, after=_as_said(field))
    return field


@transaction.atomic
def change_field(field: OwnField, *, by: By, at: datetime, **new: Any) -> OwnField:
    """Change what is asked and where it shows; values stay. Its kind is changed by `change_kind`.

    Raises what `define_field` does.
    """
    demand(by, Ability.DEFINE_FIELDS)
    field = OwnField.objects.select_for_update().get(pk=field.pk)
    before = _as_said(field)
    _set(field, {name: value for name, value in new.items() if name != "choice_list"})
    after = _as_said(field)
    changed = [name for name, value in after.items() if value != before[name]]
    if changed:
        field.save()
        record(
            "customers.field_changed",
            by=by,
            at=at,
            subject=field,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
    return field


@transaction.atomic
def retire_field(field: OwnField, *, by: By, at: datetime) -> OwnField:
    """Take a field out of use: it shows and asks no more, its values are kept."""
    return _turn(field, at, "customers.field_retired", by=by, at=at)


@transaction.atomic
def bring_field_back(field: OwnField, *, by: By, at: datetime) -> OwnField:
    """Put a retired field into use again, with its values."""
    return _turn(field, None, "customers.field_brought_back", by=by, at=at)


@transaction.atomic
def order_fields(keys: Sequence[str], *, by: By, at: datetime) -> None:
    """Put the fields in use into this order; those it does not name follow as they stood."""
    demand(by, Ability.DEFINE_FIELDS)
    fields = list(
        OwnField.objects.select_for_update().filter(retired_at=None).order_by("position", "pk")
    )
    place = {key: at_place for at_place, key in enumerate(dict.fromkeys(keys))}
    before = [field.key for field in fields]
    fields.sort(key=lambda field: place.get(field.key, len(place)))
    if [field.key for field in fields] == before:
        return
    for position, field in enumerate(fields):
        field.position = position
    OwnField.objects.bulk_update(fields, ["position"], batch_size=500)
    order = [field.key for field in fields]
    record(
        "customers.fields_ordered",
        by=by,
        at=at,
        subject=fields[0],
        before={"order": before},
        after={"order": order},
    )


def move_field(field: OwnField, step: int, *, by: By, at: datetime) -> None:
    """Move a field by so many places, up where `step` is below nought."""
    in_use = OwnField.objects.filter(retired_at=None).order_by("position", "pk")
    keys = list(in_use.values_list("key", flat=True))
    if field.key in keys:
        place = keys.index(field.key)
        keys.insert(max(0, place + step), keys.pop(place))
    order_fields(keys, by=by, at=at)


def free_key(label: str) -> str:
    """A key that no field has or ever had, from the field's name."""
    bare = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")[:30].strip("_")
    stem = bare if bare[:1].isalpha() else f"field_{bare}".strip("_")
    taken = set(OwnField.objects.filter(key__startswith=stem).values_list("key", flat=True))
    number = 1
    while (key := stem if number == 1 else f"{stem}_{number}") in taken:
        number += 1
    return key


def _checked_key(key: str) -> str:
    if not KEY.fullmatch(key):
        sentence = _(
            "A key begins with a letter and has small letters, digits and _ only, 40 at most."
        )
        raise Refused("no_key", sentence)
    if OwnField.objects.filter(key=key).exists():
        raise Refused(
            "key_taken", _("This key belongs to a field already; keys are never given again.")
        )
    return key


def _set(field: OwnField, new: Mapping[str, Any]) -> None:
    for name in CHANGEABLE:
        if name in new:
            setattr(field, name, new[name])
    field.label = one_line(str(field.label), LONGEST_LABEL)
    field.label_en = one_line(str(field.label_en), LONGEST_LABEL)
    field.help = one_line(str(field.help), 200)
    if not field.label:
        raise Refused("nothing_said", _("Give the field a name."))
    if not isinstance(field.choice_list, ChoiceList | None):
        raise TypeError("a field takes a list of values")
    if field.kind in LISTED and field.choice_list is None:
        raise Refused("list_missing", _("Say which list of values it is."))
    if field.kind not in LISTED:
        field.choice_list = None
    _set_bounds(field, new)
    shown = OwnField.objects.filter(on_list=True, retired_at=None).exclude(pk=field.pk)
    if field.on_list and shown.count() >= MOST_ON_LIST:
        sentence = _("The list of customers has room for %(most)d fields. Take one off first.")
        raise Refused("too_many_on_list", sentence % {"most": MOST_ON_LIST})


def _set_bounds(field: OwnField, new: Mapping[str, Any]) -> None:
    """Only what the kind knows of; the rest is forgotten."""
    has_ends = field.kind in NUMBERS or field.kind == OwnKind.DATE
    unbounded = OwnField(kind=field.kind)
    for name in ("least", "most"):
        if not has_ends:
            setattr(field, name, "")
        elif name in new:
            setattr(field, name, read(unbounded, new[name], words=Known({}), manner=manner_here()))
    if field.least and field.most and not _is_ascending(field):
        raise Refused("bounds_crossed", _("The least is more than the most."))
    field.longest = field.longest if field.kind in TEXTS else None
    if field.longest is not None and not 1 <= field.longest <= LONGEST[OwnKind(field.kind)]:
        sentence = _("A length between 1 and %(most)d, please.")
        raise Refused("no_length", sentence % {"most": LONGEST[OwnKind(field.kind)]})
    field.pattern = field.pattern if field.kind == OwnKind.TEXT else ""
    if field.pattern and field.pattern not in PATTERNS:
        raise Refused("unknown_choice", _("This choice does not exist."))
    field.currency = field.currency if field.kind == OwnKind.MONEY else ""
    if field.kind == OwnKind.MONEY and not re.fullmatch(r"[A-Z]{3}", field.currency):
        raise Refused("no_currency", _("A currency has three capital letters, such as EUR."))


def _is_ascending(field: OwnField) -> bool:
    if field.kind == OwnKind.DATE:
        return field.least <= field.most
    return float(field.least) <= float(field.most)


def _turn(
    field: OwnField, retired_at: datetime | None, action: str, *, by: By, at: datetime
) -> OwnField:
    demand(by, Ability.DEFINE_FIELDS)
    field = OwnField.objects.select_for_update().get(pk=field.pk)
    if bool(field.retired_at) == bool(retired_at):
        return field
    before, after = changes(field, ["retired_at"], {"retired_at": retired_at})
    field.retired_at = retired_at
    if retired_at is None:
        field.position = _after_last()
        _set(field, {})
    field.save()
    record(action, by=by, at=at, subject=field, before=before, after=after)
    return field


def _after_last() -> int:
    last = OwnField.objects.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _as_said(field: OwnField) -> dict[str, Any]:
    told = {name: getattr(field, name) for name in CHANGEABLE if name != "choice_list"}
    return {**told, "kind": field.kind, "choice_list": field.choice_list_id}
