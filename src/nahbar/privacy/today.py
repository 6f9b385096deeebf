"""Requests about data and breaches stand on the day of who answers them."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from nahbar.core.access import Ability, may
from nahbar.core.clock import house_zone
from nahbar.core.models import User
from nahbar.core.today import Action, Item, ItemKind
from nahbar.customers.names import name_of
from nahbar.privacy.deadlines import HOURS
from nahbar.privacy.models.requests import Breach, PersonRequest

AHEAD = timedelta(days=14)


def privacy_items(person: User, at: datetime) -> list[Item]:
    """What this person has to answer within two weeks, and breaches nobody was told of yet."""
    if not may(person, Ability.LEAD_PRIVACY):
        return []
    return [*_requests(person, at), *_breaches(at)]


def _requests(person: User, at: datetime) -> list[Item]:
    day = at.astimezone(house_zone()).date()
    found = PersonRequest.objects.filter(
        state=PersonRequest.State.OPEN, owner=person, due_on__lte=day + AHEAD
    )
    items = []
    for one in found.select_related("customer").order_by("due_on"):
        url = reverse("privacy_request", args=[one.public_id])
        who = name_of(one.customer) if one.customer else ""
        title = f"{who}: {one.get_kind_display()}" if who else one.get_kind_display()
        due = datetime(one.due_on.year, one.due_on.month, one.due_on.day, tzinfo=house_zone())
        items.append(
            Item(
                key=f"request:{one.pk}",
                kind=ItemKind.TASK,
                customer_id=one.customer_id,
                due_at=due,
                title=title,
                why=_("A request about data has a month."),
                minutes=30,
                weight=1.0,
                url=url,
                actions=(Action(_("Open"), url, is_link=True),),
            )
        )
    return items


def _breaches(at: datetime) -> list[Item]:
    found = Breach.objects.filter(closed_at=None, authority_told_at=None, no_risk_because="")
    items = []
    for one in found.order_by("known_at"):
        url = reverse("breach", args=[one.public_id])
        items.append(
            Item(
                key=f"breach:{one.pk}",
                kind=ItemKind.TASK,
                customer_id=None,
                due_at=one.known_at + timedelta(hours=HOURS),
                title=one.title,
                why=_("The authority is told within 72 hours."),
                minutes=60,
                weight=1.0,
                url=url,
                actions=(Action(_("Open"), url, is_link=True),),
            )
        )
    return items
