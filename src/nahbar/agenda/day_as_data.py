"""Somebody's day as plain data for machines, and as lines for a terminal."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from nahbar.agenda.day import items_before
from nahbar.core import formats
from nahbar.core.models import User
from nahbar.core.today import Item
from nahbar.customers.models import Customer
from nahbar.customers.names import name_of
from nahbar.customers.queries import numbers_of


def day_as_data(person: User, at: datetime) -> list[dict[str, Any]]:
    """What lies before somebody, in the order of need. Times are moments; a whole day is its midnight."""
    items = items_before(person, at)
    named = _customers(items)
    return [
        {
            "kind": item.kind.value,
            "customer": named.get(item.customer_id or 0),
            "title": item.title,
            "due_at": item.due_at,
            "why": item.why,
            "minutes": item.minutes,
        }
        for item in items
    ]


def day_in_lines(shown: Sequence[dict[str, Any]]) -> list[str]:
    """The same for people, one line each: due, for whom, what, why."""
    return [_line(one) for one in shown]


def _line(one: dict[str, Any]) -> str:
    due = formats.moment(one["due_at"]) if one["due_at"] else ""
    name = one["customer"]["name"] if one["customer"] else ""
    return "  ".join(part for part in (due, name, one["title"], one["why"]) if part)


def _customers(items: Sequence[Item]) -> dict[int, dict[str, Any]]:
    ids = {item.customer_id for item in items if item.customer_id}
    numbers = numbers_of(ids)
    return {
        pk: {"id": customer.public_id, "name": name_of(customer, numbers.get(pk, []))}
        for pk, customer in Customer.objects.in_bulk(ids).items()
    }
