"""Which changes the page shows, as its address says, and the choices that it offers."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.db.models import QuerySet
from django.urls import reverse

from nahbar.core.access import may
from nahbar.core.actors import By
from nahbar.core.change_log import Subjects, Wanted, colleagues
from nahbar.core.models import User
from nahbar.core.reversals import rooms, subjects
from nahbar.customers.models import Customer
from nahbar.customers.queries import access_customer

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """The filters as they stand in the address; what nobody can mean is left out."""

    by: str = ""
    room: str = ""
    customer: str = ""
    since: str = ""
    until: str = ""
    before: str = ""

    @classmethod
    def read(cls, told: Mapping[str, str]) -> "Asked":
        """From the query of an address."""
        return cls(
            by=_key_in(told.get("by", "")),
            room=told.get("room", "") if told.get("room", "") in rooms() else "",
            customer=_key_in(told.get("customer", "")),
            since=_day_in(told.get("since", "")),
            until=_day_in(told.get("until", "")),
            before=_number_in(told.get("before", "")),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is chosen."""
        return any((self.by, self.room, self.customer, self.since, self.until))

    def url(self, **other: str) -> str:
        """The page with these filters, some of them otherwise."""
        told = {name: value for name, value in vars(replace(self, **other)).items() if value}
        return f"{reverse('changes')}?{urlencode(told)}" if told else reverse("changes")


def wanted_of(asked: Asked, by: By) -> tuple[Wanted, Customer | None]:
    """What to look for, and the customer it is about. Raises Http404 for one that is not for `by`."""
    person = colleagues(by).filter(public_id=asked.by).first() if asked.by else None
    customer = access_customer(by, uuid.UUID(asked.customer)) if asked.customer else None
    wanted = Wanted(
        by=(person.pk if person else 0) if asked.by else None,
        room=asked.room,
        subject=about(customer) if customer else (),
        since=date.fromisoformat(asked.since) if asked.since else None,
        until=date.fromisoformat(asked.until) if asked.until else None,
        before=int(asked.before) if asked.before else None,
    )
    return wanted, customer


def about(customer: Customer) -> Subjects:
    """The rows of all tables that are about a customer, and the customer."""
    found: list[tuple[str, Collection[int] | QuerySet[Any, Any]]] = [
        (Customer._meta.label_lower, [customer.pk])
    ]
    for kind, one in subjects().items():
        if one.customer:
            rows: QuerySet[Any] = QuerySet(apps.get_model(kind)).filter(
                **{one.customer: customer.pk}
            )
            found.append((kind, rows.values("pk")))
    return tuple(found)


def rooms_for(by: By) -> Choices:
    """The rooms of whose changes `by` may see any."""
    return [
        (key, str(room.label))
        for key, room in rooms().items()
        if not room.subjects or any(may(by, one.ability) for one in room.subjects.values())
    ]


def people_for(by: User) -> Choices:
    """The colleagues whose changes one may ask for; nobody to choose from where it is oneself alone."""
    people = [(str(one.public_id), str(one)) for one in colleagues(by)]
    return people if len(people) > 1 else []


def _key_in(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return ""


def _day_in(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _number_in(text: str) -> str:
    return text if text.isascii() and text.isdecimal() and len(text) < 19 else ""
