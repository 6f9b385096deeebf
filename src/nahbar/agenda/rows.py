"""Items as rows of people: a face, a name, why, one main tap and the others."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from nahbar.agenda.models import TodayMark
from nahbar.agenda.ranking import due_day, is_all_day, is_overdue
from nahbar.agenda.telling import day_in_words, local_day
from nahbar.core import formats
from nahbar.core.access import Ability, may
from nahbar.core.faces import Face, face_of_person
from nahbar.core.models import User
from nahbar.core.today import Action, Item, ItemKind
from nahbar.customers.models import Customer
from nahbar.customers.names import face_of_customer
from nahbar.customers.queries import numbers_of

Outcome = TodayMark.Outcome


@dataclass(frozen=True)
class Row:
    """One item as a page lays it out; `id` is its own in the page, `chip` says until when.

    `is_ours`: its taps answer with the row itself, so that the page stays as it is.
    """

    item: Item
    id: str
    face: Face
    name: str
    url: str
    told: str
    chip: str
    tone: str
    main: Action | None
    more: tuple[Action, ...]
    is_ours: bool


def rows_of(items: Sequence[Item], person: User, at: datetime) -> list[Row]:
    """The rows for this person, in the order of the items; two queries whatever their number."""
    ids = {item.customer_id for item in items if item.customer_id}
    customers = Customer.objects.in_bulk(ids) if ids else {}
    numbers = numbers_of(ids) if ids else {}
    rows = []
    for item in items:
        customer = customers.get(item.customer_id or 0)
        face = (
            face_of_customer(customer, numbers.get(customer.pk, []))
            if customer
            else face_of_person(person)
        )
        rows.append(_row(item, customer, face, person, at))
    return rows


def row_id(key: str) -> str:
    """What an item's row is called in the page."""
    return f"item-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def _row(item: Item, customer: Customer | None, face: Face, person: User, at: datetime) -> Row:
    actions = item.actions
    if not actions and may(person, Ability.KEEP_AGENDA):
        actions = _usual_actions(item)
    chip, tone = _chip(item, at)
    return Row(
        item=item,
        id=row_id(item.key),
        face=face,
        name=face.name if customer else item.title,
        url=reverse("customer", args=[customer.public_id]) if customer else item.url,
        told=item.title if customer else "",
        chip=chip,
        tone=tone,
        main=actions[0] if actions else None,
        more=actions[1:],
        is_ours=item.kind in {ItemKind.PROMISE, ItemKind.TASK} or not item.actions,
    )


def _usual_actions(item: Item) -> tuple[Action, ...]:
    """For what is no task: kept as a mark by its key."""
    labels = {
        ItemKind.DAY: _("Thought of"),
        ItemKind.DRIFTING: _("Got in touch"),
        ItemKind.NEW: _("Seen"),
    }
    url = reverse("today_mark")

    def mark(label: str, outcome: str, *, asks: bool = False) -> Action:
        return Action(label, url, (("item", item.key), ("outcome", outcome)), is_link=asks)

    return (
        mark(labels.get(item.kind, _("Done")), Outcome.DONE),
        mark(_("Tomorrow"), Outcome.LATER),
        mark(_("Hand to …"), Outcome.HANDED, asks=True),
        mark(_("Not needed because …"), Outcome.NOT_NEEDED, asks=True),
    )


def _chip(item: Item, at: datetime) -> tuple[str, str]:
    """Until when, and whether that is over; nothing where no day was named."""
    day = due_day(item)
    if day is None or item.due_at is None:
        return "", ""
    when = day_in_words(day, local_day(at))
    told = when if is_all_day(item) else f"{when} {formats.time(item.due_at)}"
    if item.kind == ItemKind.DAY:
        return told, "green" if day == local_day(at) else ""
    return told, "warn" if is_overdue(item, at) else "green"
