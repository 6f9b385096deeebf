"""Everything the house knows of one customer, as plain data for machines."""

from typing import Any

from nahbar.agenda.queries import open_tasks_of
from nahbar.core.access import Ability, may
from nahbar.core.actors import By
from nahbar.customers.models import Customer
from nahbar.customers.models.own_fields import LISTED
from nahbar.customers.names import letter_greeting, name_of
from nahbar.customers.own_fields.definitions import definitions
from nahbar.customers.own_fields.values import values_of
from nahbar.customers.queries import (
    addresses_of,
    contact_points_of,
    days_of,
    numbers_with_source,
    relatives_of,
    remarks_of,
)
from nahbar.customers.words import source_name
from nahbar.moments.timeline import page
from nahbar.value.queries import figure_as_data, value_of


def customer_sheet(customer: Customer, *, by: By, entries: int) -> dict[str, Any]:
    """`customer`, `timeline` (up to `entries`, newest first), `value` for who may see it, `open`
    (promises and tasks); what is not recorded yet (`relationship`, `consents`) is empty."""
    figure = value_of(customer) if may(by, Ability.SEE_VALUE) else None
    return {
        "customer": _person(customer, by),
        "timeline": _timeline(customer, entries),
        "value": figure_as_data(figure) if figure else None,
        "relationship": {},
        "open": _open(customer) if may(by, Ability.SEE_AGENDA) else [],
        "consents": [],
    }


def _person(customer: Customer, by: By) -> dict[str, Any]:
    numbers = numbers_with_source(customer)
    own = ("kind", "stage", "salutation", "title", "given_name", "family_name", "title_behind",
           "organisation", "language", "found_us", "since")  # fmt: skip
    return {
        "id": customer.public_id,
        "name": name_of(customer, [one.number for one in numbers]),
        **{name: getattr(customer, name) for name in own},
        "greeting": letter_greeting(customer),
        "carer": str(customer.cared_for_by) if customer.cared_for_by else None,
        "numbers": [{"number": n.number, "source": source_name(n.source)} for n in numbers],
        "contact_points": [
            {"kind": p.kind, "value": p.value, "use": p.use} for p in contact_points_of(customer)
        ],
        "addresses": [
            {
                name: getattr(one, name)
                for name in ("use", "street", "extra", "postcode", "city", "region", "country")
            }
            for one in addresses_of(customer)
        ],
        "days": [
            {"kind": d.kind, "day": d.day, "month": d.month, "year": d.year, "label": d.label}
            for d in days_of(customer)
        ],
        "remarks": [{"kind": r.kind, "text": r.text} for r in remarks_of(customer)],
        "tags": list(customer.tags.order_by("name").values_list("name", flat=True)),
        "own_fields": _own_fields(customer),
        "relations": [
            {"words": one.words, "id": one.customer.public_id, "name": one.name}
            for one in relatives_of(by, customer)
        ],
    }


def _open(customer: Customer) -> list[dict[str, Any]]:
    return [
        {
            "id": task.public_id,
            "kind": task.kind,
            "title": task.title,
            "owner": str(task.owner),
            "due_on": task.due_on,
            "due_at": task.due_at,
        }
        for task in open_tasks_of(customer.pk)
    ]


def _own_fields(customer: Customer) -> list[dict[str, Any]]:
    """What stands in the house's own fields: as machines read it, and as people do."""
    shown = values_of([customer.pk], definitions().fields).get(customer.pk, {})
    return [
        {
            "key": key,
            "label": one.field.called,
            "kind": one.field.kind,
            "value": one.text if one.field.kind in LISTED else one.said,
            "text": one.text,
        }
        for key, one in shown.items()
    ]


def _timeline(customer: Customer, limit: int) -> list[dict[str, Any]]:
    return [
        {
            "at": entry.at,
            "what": entry.title,
            "kind": entry.kind,
            "channel": entry.channel,
            "who": entry.who,
            "text": entry.text,
            "mood": entry.mood,
            "word": entry.word,
            "about": entry.about.label if entry.about else "",
        }
        for entry in page(customer, limit=limit).entries
    ]
