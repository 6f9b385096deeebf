"""Who of us a customer knows: their person with us, and those who met them most."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nahbar.core import clock, formats
from nahbar.core.faces import face_of_person
from nahbar.core.models import User
from nahbar.core.panels import Panel
from nahbar.core.read_once import once
from nahbar.customers.models import Customer
from nahbar.customers.models.customer import Stage
from nahbar.customers.pieces import piece_of, shows
from nahbar.moments.models import Encounter

MOST_SHOWN, MOST_READ = 4, 50
DRAWN = ("public_id", "name", "email", "picture_id", "is_active")  # what a face and its line need
# Whoever came so often and is a customer still is worth keeping, whatever the figures say: so the
# warning tells nobody at the counter in which class somebody is.
REGULAR = 3


@dataclass(frozen=True)
class Known:
    """One of us whom the customer has met: how often, since when, and when last."""

    person: User
    times: int
    since: datetime
    last: datetime


def known_by(customer: Customer) -> list[Known]:
    """Who of us met the customer, who met them most first. One query, however often they met."""
    return once(customer, "known_by", lambda: _read(customer))


def _read(customer: Customer) -> list[Known]:
    met = Encounter.objects.filter(customer=customer, by__isnull=False).order_by()
    told = met.values("by_id", *(f"by__{name}" for name in DRAWN)).annotate(
        times=Count("id"), since=Min("occurred_at"), last=Max("occurred_at")
    )
    return [
        Known(_person(row), row["times"], row["since"], row["last"])
        for row in told.order_by("-times", "by_id")[:MOST_READ]
    ]


def _person(row: dict[str, Any]) -> User:
    return User(pk=row["by_id"], **{name: row[f"by__{name}"] for name in DRAWN})


def people_panel(request: HttpRequest, customer: Customer) -> Panel | None:
    """Their people with us, for the side of their page."""
    known = known_by(customer)
    piece = piece_of(request, customer, "carer")
    if not known and not piece.may_edit and customer.cared_for_by_id is None:
        return None
    here = [one for one in known if one.person.is_active]
    context = {
        "known": [_in_words(one, customer) for one in known[:MOST_SHOWN]],
        "finding": _finding(here, customer),
        "is_warning": _hangs_on_one(here, customer),
        **shows(piece, request, ""),
    }
    return Panel("moments/people.html", context, place="aside", rank=10)


def _hangs_on_one(here: list[Known], customer: Customer) -> bool:
    """Whether a customer worth keeping is known by one of us alone."""
    times = sum(one.times for one in here)
    return len(here) == 1 and times >= REGULAR and customer.stage == Stage.CUSTOMER


def _finding(here: list[Known], customer: Customer) -> str:
    """What that means, in a sentence; nothing where there is too little to say."""
    if _hangs_on_one(here, customer):
        told = _("Only %(name)s knows them. Who else could get to know them?")
        return told % {"name": here[0].person}
    if len(here) < 2:
        return ""
    told = ngettext(
        "%(count)s of us knows them.", "%(count)s of us know them: that holds.", len(here)
    )
    return told % {"count": len(here)}


def _in_words(known: Known, customer: Customer) -> dict[str, Any]:
    times = ngettext("%(count)s moment", "%(count)s moments", known.times)
    told = {
        "times": times % {"count": formats.number(known.times)},
        "since": _since(known.since),
    }
    line = _("%(times)s, since %(since)s") % told
    if not known.person.is_active:
        line = _("%(times)s; no longer with us") % told
    return {"face": face_of_person(known.person), "line": line}


def _since(at: datetime) -> str:
    """This year the day, before that the year: nobody counts old friends by days."""
    local = at.astimezone(clock.house_zone())
    is_this_year = local.year == clock.today().year
    return formats.date(at, "long") if is_this_year else str(local.year)
