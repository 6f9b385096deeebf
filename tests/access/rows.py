"""Rows about a customer in every table that can name one, made from the models themselves.

A room that is built later is placed here by itself: its tables are found, and its texts filled.
"""

import itertools
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from nahbar.core.models import LedgerEntry, Source, StoredFile, User
from nahbar.customers.models import Customer, OwnField
from nahbar.customers.typed import digits

NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
ONE_MORE = itertools.count(700_000)
# What the models ask for beyond the kinds of their columns.
KNOWN: dict[str, dict[str, Any]] = {
    "customers.ContactPoint": {"kind": "email"},
    "customers.ImportantDay": {"day": 3, "month": 3, "year": 1980},
    "customers.OwnValue": {"text": None, "folded": None},
    "moments.Encounter": {"kind": "complaint", "channel": "phone", "mood": -1, "reference": ""},
    "moments.Attachment": {"kind": "pdf"},
    "agenda.Appointment": {"kind": "visit", "status": "planned", "version": 1},
    "agenda.Task": {
        "kind": "promise",
        "state": "open",
        "version": 1,
        "reference": "",
        "repeat": "",
    },
    "agenda.TodayMark": {"outcome": "done"},
    "measures.Finding": {"figure": "value.customer", "unit": "money", "currency": "EUR"},
    "sales.Order": {"currency": "EUR", "kind": "order"},
    "value.CustomerValue": {"is_drifting": True},
    "privacy.Restriction": {"ended_at": NOON},  # else nobody but who leads saw whom one may see
    "dispatch.OutgoingMail": {"state": "failed", "purpose": "service"},
}


def tables_naming_customers() -> list[type[models.Model]]:
    """Every table with a column that is a customer."""
    ours = [one for one in apps.get_models(include_auto_created=True) if _is_ours(one)]
    return [model for model in ours if any(_customers_of(model))]


def fill_all(customer: Customer, word: str, at: datetime, people: list[User]) -> list[models.Model]:
    """A row about the customer in each of them, with `word` in all of its texts."""
    made: list[models.Model] = []
    left = [model for model in tables_naming_customers() if model is not Customer]
    for model in left:
        try:
            with transaction.atomic():
                made.append(_row(model, customer, word, at, people))
        except IntegrityError:  # there is one already, and there can be no other
            known = _about(model, customer)
            if known is None:
                raise
            made.append(known)
    return made


def _row(
    model: type[models.Model], customer: Customer, word: str, at: datetime, people: list[User]
) -> models.Model:
    known = dict(KNOWN.get(model._meta.label, {}))
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.primary_key:
            if isinstance(field, models.AutoField):  # BigAutoField counts as one
                values[field.attname] = next(ONE_MORE)  # a key that no row of any other table has
            continue
        name = field.name
        if name in known and known[name] is not None:
            values[name] = known[name]
        elif field.is_relation:
            values[name] = _other(model, field, customer, word, at, people)
        elif not _is_to_fill(field):
            continue
        else:
            values[name] = _value(field, word, at)
    if model._meta.label == "customers.ContactPoint":
        values["value"] = values["normal"] = f"{word.lower()}@example.org"
    if model._meta.label == "value.CustomerValue":
        values |= {"factor": 3} if "factor" in values or _has(model, "factor") else {}
    return model._default_manager.create(**values)


def _has(model: type[models.Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.concrete_fields)


def _is_to_fill(field: Any) -> bool:
    """Texts always; the rest where nothing else fills it."""
    if isinstance(field, models.CharField | models.TextField) and not field.choices:
        return True
    return not (field.null or field.has_default() or field.has_db_default())


def _value(field: Any, word: str, at: datetime) -> Any:
    if field.choices:
        return next(value for value, _label in field.flatchoices if value != "")
    if isinstance(field, models.EmailField):
        return f"{word.lower()}@example.org"
    if isinstance(field, models.SlugField):
        return f"{word.lower()}-{next(ONE_MORE)}"[: field.max_length]
    if isinstance(field, models.CharField | models.TextField):
        text = f"{word} {next(ONE_MORE)}" if field.unique else f"{word} words"
        return text[: field.max_length] if field.max_length else text
    if isinstance(field, models.DateTimeField):
        return at + timedelta(hours=1) if field.name == "ends_at" else at
    if isinstance(field, models.DateField):
        return at.date() if field.name != "until" else date(at.year + 1, 1, 1)
    if isinstance(field, models.TimeField):
        return at.time()
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.UUIDField):
        return uuid.uuid4()
    if isinstance(field, models.JSONField):
        return {}
    if isinstance(field, models.BinaryField):
        return b""
    return next(ONE_MORE) if isinstance(field, models.BigIntegerField) else 1


def _other(
    model: type[models.Model],
    field: Any,
    customer: Customer,
    word: str,
    at: datetime,
    people: list[User],
) -> Any:
    """Who or what stands at the other end."""
    related = field.related_model
    if related is Customer:
        is_second = [one.name for one in _customers_of(model)].index(field.name) > 0
        return _somebody_else(customer, at) if is_second else customer
    if related is User:
        return people[0] if not field.null or field.name in {"by", "owner", "person"} else None
    if field.null and related is not models.Model and related.__name__ != "Encounter":
        return None
    if related is Source:
        return Source.objects.get_or_create(name="Shop", defaults={"created_at": at})[0]
    if related is OwnField:
        return OwnField.objects.filter(seen_by=[]).first()
    if related is StoredFile:
        return _row(StoredFile, customer, f"{word}{next(ONE_MORE)}", at, people)
    if related is LedgerEntry:
        return None
    found = _about(related, customer)
    return found or _row(related, customer, word, at, people)


def _about(related: type[models.Model], customer: Customer) -> models.Model | None:
    """One that is there already: the customer's own, or one that is nobody's."""
    rows = related._default_manager.all()
    for field in _customers_of(related):
        rows = rows.filter(**{field.name: customer})
    if related._meta.label == "value.ValueRun":
        rows = rows.filter(state="current")
    return rows.first()


def _somebody_else(customer: Customer, at: datetime) -> Customer:
    other = Customer.objects.exclude(pk=customer.pk).filter(branch=customer.branch).first()
    return other or Customer.objects.create(created_at=at, branch=customer.branch, name="Beside")


def _customers_of(model: type[models.Model]) -> Iterator[Any]:
    return (field for field in model._meta.concrete_fields if field.related_model is Customer)


def _is_ours(model: type[models.Model]) -> bool:
    return model.__module__.startswith("nahbar.") or model._meta.auto_created is not False


def ids_of(rows: list[models.Model]) -> dict[str, list[str]]:
    """How addresses could name these rows: public ids, and primary keys."""
    found: dict[str, list[str]] = {"uuid": [], "int": []}
    for row in rows:
        if hasattr(row, "public_id"):
            found["uuid"].append(str(row.public_id))
        if isinstance(row.pk, int):
            found["int"].append(str(row.pk))
    return {kind: list(dict.fromkeys(values)) for kind, values in found.items()}


def phone_of(word: str) -> str:
    """A number that is nobody else's, made of a word."""
    return "+43664" + digits(
        str(
            sum(ord(letter) * (place + 3) for place, letter in enumerate(word)) % 9_000_000
            + 1_000_000
        )
    )
