"""Making the addresses that open a calendar, making them anew, and closing them."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from nahbar.agenda.models import CalendarLink
from nahbar.agenda.operations.appointments import hold_calendar
from nahbar.agenda.tokens import digest_of, new_token
from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.core.models import User
from nahbar.customers.models import Customer

Purpose = CalendarLink.Purpose


@transaction.atomic
def open_link(
    person: User,
    purpose: str,
    *,
    by: By,
    at: datetime,
    customer: Customer | None = None,
    **figures: int,
) -> str:
    """A new secret, told this once; the one before it opens nothing any more.

    `figures` are `minutes`, `lead_hours`, `days_ahead` of a booking link. A feed opens one's own
    calendar, for every role; whoever lets others book keeps the agenda.
    """
    demand(by, Ability.SEE_AGENDA if purpose == Purpose.FEED else Ability.KEEP_AGENDA)
    _demand_own(person, by)
    hold_calendar(person.pk)
    _open_links(person, purpose, customer).update(closed_at=at)
    token = new_token()
    link = CalendarLink.objects.create(
        person=person,
        purpose=purpose,
        customer=customer,
        digest=digest_of(token),
        created_at=at,
        **figures,
    )
    details = {"purpose": purpose, "link": link.pk}
    record("agenda.link_opened", by=by, at=at, subject=person, details=details)
    return token


@transaction.atomic
def close_link(
    person: User, purpose: str, *, by: By, at: datetime, customer: Customer | None = None
) -> None:
    """From now on it opens nothing."""
    demand(by, Ability.SEE_AGENDA if purpose == Purpose.FEED else Ability.KEEP_AGENDA)
    _demand_own(person, by)
    hold_calendar(person.pk)
    if _open_links(person, purpose, customer).update(closed_at=at):
        record("agenda.link_closed", by=by, at=at, subject=person, details={"purpose": purpose})


def find_link(token: str, purpose: str) -> CalendarLink | None:
    """The link that this secret opens; None for an unknown or closed one, or one of somebody who left."""
    links = CalendarLink.objects.filter(
        digest=digest_of(token), purpose=purpose, closed_at=None, person__is_active=True
    )
    return links.select_related("person__picture", "customer").first()


def _open_links(person: User, purpose: str, customer: Customer | None) -> QuerySet[CalendarLink]:
    return CalendarLink.objects.filter(
        person=person, purpose=purpose, customer=customer, closed_at=None
    )


def _demand_own(person: User, by: By) -> None:
    """Nobody hands out the calendar of somebody else, but for those who lead."""
    if not isinstance(by, User) or by.pk != person.pk:
        demand(by, Ability.LEAD_TEAM)
