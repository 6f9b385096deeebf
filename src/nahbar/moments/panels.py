"""Our pieces of the customer's page: how it felt over time, and the timeline."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from statistics import fmean
from typing import Any

from django.db.models import TextChoices
from django.http import HttpRequest
from django.utils.translation import gettext as _

from nahbar.core import clock, formats
from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.models import User
from nahbar.core.panels import Panel
from nahbar.customers.models import Customer
from nahbar.customers.names import face_of_customer
from nahbar.customers.queries import numbers_of
from nahbar.moments.experience import meetings
from nahbar.moments.forms import MOODS
from nahbar.moments.judging import is_for
from nahbar.moments.models import Channel, Encounter, EncounterKind
from nahbar.moments.narrowing import Wanted, people_met
from nahbar.moments.queries import complained_since, felt
from nahbar.moments.timeline import page, what_comes
from nahbar.moments.way_back import asked_for, encounter_of

MOST_MOODS = 60
FEWEST_FOR_TREND = 4
NOTICEABLE = 0.75  # steps of the five-step scale
LATELY = timedelta(days=14)
MOST_COMPLAINTS = 8
FIRST = 5  # entries that a narrow page shows before it asks


def mood_panel(request: HttpRequest, customer: Customer) -> Panel | None:
    """How it felt at each encounter; from one mood alone nothing is drawn."""
    encounters = felt(customer, MOST_MOODS)
    if len(encounters) < 2:
        return None
    words = [str(word) for _key, word in MOODS]
    rows = [
        [formats.date(one.occurred_at), one.mood_word or words[(one.mood or 0) + 2], one.text]
        for one in encounters
    ]
    points = [
        {"at": one.occurred_at.isoformat(), "mood": one.mood, "text": one.mood_word}
        for one in encounters
    ]
    shows = {
        "finding": _finding(encounters, words),
        "data": {"points": points, "words": words},
        "columns": [_("When"), _("How it felt"), _("What happened")],
        "rows": rows,
    }
    return Panel("moments/mood.html", shows, place="main", rank=10)


def timeline_panel(request: HttpRequest, customer: Customer) -> Panel:
    """The timeline as the address asks for it: narrowed, and from `?before=` backwards."""
    person = person_in(request)
    shows = {
        **timeline_list(person, customer, request.GET),
        "way_back": asked_for(request.GET, customer, person),
        "may_note": may(person, Ability.EDIT_CUSTOMERS),
        "people": people_met(customer),
        "channels": _in_words(Channel),
        "kinds": _in_words(EncounterKind),
    }
    return Panel("moments/timeline.html", shows, place="main", rank=40)


def timeline_list(person: User, customer: Customer, query: Mapping[str, str]) -> dict[str, Any]:
    """The entries that an address asks for, without what stands around them."""
    wanted, before = Wanted.read(query), encounter_of(customer, query.get("before", ""))
    shown = page(customer, before=before, wanted=wanted)
    is_first = before is None and wanted.is_plain
    return {
        "customer": customer,
        "timeline_page": shown,
        "wanted": wanted,
        "way_back": None,
        "coming": what_comes(customer, clock.now()) if is_first else [],
        "is_older": before is not None,
        "first": FIRST if is_first else len(shown.entries),
        "correctable": {one.key for one in shown.entries if is_for(person, one.noted_by)},
    }


def _in_words(kind: type[TextChoices]) -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in kind.choices]


def _finding(encounters: Sequence[Encounter], words: list[str]) -> str:
    """The last mood in a sentence; better or worse only where there is enough to compare."""
    last = encounters[-1]
    word = last.mood_word or words[(last.mood or 0) + 2]
    told = {"word": word, "date": formats.date(last.occurred_at, "long")}
    if len(encounters) >= FEWEST_FOR_TREND:
        step = (last.mood or 0) - fmean(one.mood or 0 for one in encounters[:-1])
        if step >= NOTICEABLE:
            return _("Better than before: last %(word)s, on %(date)s.") % told
        if step <= -NOTICEABLE:
            return _("Worse than before: last %(word)s, on %(date)s.") % told
    return _("Last %(word)s, on %(date)s.") % told


def experience_panel(request: HttpRequest) -> Panel | None:
    """Where customers meet the house, and how it felt there."""
    met = meetings()
    return Panel("moments/experience.html", {"meetings": met}) if met else None


def today_panel(request: HttpRequest) -> Panel | None:
    """Who complained lately, so that nobody is overlooked."""
    complaints = complained_since(clock.now() - LATELY, MOST_COMPLAINTS)
    if not complaints:
        return None
    numbers = numbers_of([one.customer_id for one in complaints])
    rows = [
        {
            "public_id": one.customer.public_id,
            "face": face_of_customer(one.customer, numbers.get(one.customer_id, [])),
            "told": one.text,
            "mood": one.mood,
            "word": one.mood_word,
            "line": _where(one),
        }
        for one in complaints
    ]
    return Panel("moments/complaints.html", {"complaints": rows}, rank=20)


def _where(encounter: Encounter) -> str:
    """On which channel, when, and by whom of us it was noted."""
    parts = (
        str(encounter.get_channel_display()),
        formats.date(encounter.occurred_at),
        str(encounter.by or encounter.by_name),
    )
    return ", ".join(part for part in parts if part)
