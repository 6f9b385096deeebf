"""The one timeline of a customer: every encounter, newest first, with what it refers to.

An encounter names the order or document it is about as `kind:id`, for that lies in a room above.
Such a room explains its references through `explain_references`, in the wiring.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from nahbar.core import clock
from nahbar.customers.models import Customer
from nahbar.moments.models import Channel, Encounter, EncounterKind

ENTRIES = 30
# The drawing beside an entry: what it was, or for a mere contact the channel.
DRAWINGS = {
    EncounterKind.ORDER: "order",
    EncounterKind.CANCELLATION: "cancellation",
    EncounterKind.RETURN: "return",
    EncounterKind.COMPLAINT: "complaint",
    EncounterKind.TAKE_BACK: "takeback",
    EncounterKind.DELIVERY: "delivery",
    Channel.SHOP: "order",
    Channel.OTHER: "note",
}


@dataclass(frozen=True)
class About:
    """What an encounter refers to: how it is called, where it is shown, and a line about it."""

    label: str
    url: str
    text: str = ""


@dataclass(frozen=True)
class Entry:
    """One encounter as the timeline shows it; `year` heads the entries of a year.

    `noted_by` is who of us (primary key) wrote it down by hand; None where a source says so.
    """

    key: str
    kind: str
    channel: str
    drawing: str
    title: str
    at: datetime
    year: str
    who: str
    text: str
    mood: int | None
    word: str
    about: About | None
    noted_by: int | None


@dataclass(frozen=True)
class Page:
    """Entries, newest first; `older` is the key with which the page after them is asked for."""

    entries: list[Entry]
    older: str


Explainer = Callable[[Collection[int]], Mapping[int, About]]
_explainers: dict[str, Explainer] = {}


def explain_references(kind: str, explainer: Explainer) -> None:
    """From now on `explainer` says what references of this kind are about. For the wiring alone."""
    _explainers[kind] = explainer


def page(customer: Customer, *, before: Encounter | None = None, limit: int = ENTRIES) -> Page:
    """Up to `limit` entries older than `before`; as many queries whatever their number."""
    encounters = Encounter.objects.filter(customer=customer)
    if before is not None:
        at, pk = before.occurred_at, before.pk
        encounters = encounters.filter(occurred_at__lte=at)
        encounters = encounters.filter(Q(occurred_at__lt=at) | Q(id__lt=pk))
    related = encounters.select_related("by", "branch", "touchpoint")
    found = list(related.order_by("-occurred_at", "-id")[: limit + 1])
    shown = found[:limit]
    abouts = _abouts(shown)
    entries = [_entry(encounter, abouts.get(encounter.reference)) for encounter in shown]
    return Page(entries, entries[-1].key if len(found) > limit else "")


def _abouts(encounters: Collection[Encounter]) -> dict[str, About]:
    """What the encounters refer to, by reference; each room is asked once."""
    wanted: dict[str, list[int]] = {kind: [] for kind in _explainers}
    for encounter in encounters:
        kind, _colon, number = encounter.reference.partition(":")
        if kind in wanted and number.isdecimal():
            wanted[kind].append(int(number))
    return {
        f"{kind}:{number}": about
        for kind, numbers in wanted.items()
        for number, about in _explainers[kind](numbers).items()
    }


def _entry(encounter: Encounter, about: About | None) -> Entry:
    kind, channel = EncounterKind(encounter.kind), Channel(encounter.channel)
    is_contact = kind == EncounterKind.CONTACT
    people = (encounter.by or encounter.by_name, encounter.branch, encounter.touchpoint)
    local = encounter.occurred_at.astimezone(clock.house_zone())
    return Entry(
        key=str(encounter.public_id),
        kind=kind.value,
        channel=channel.value,
        drawing=DRAWINGS.get(channel if is_contact else kind, channel),
        title=str(channel.label if is_contact else kind.label),
        at=encounter.occurred_at,
        year=str(local.year),
        who=", ".join(str(one) for one in people if one),
        text=encounter.text,
        mood=encounter.mood,
        word=encounter.mood_word,
        about=about,
        noted_by=None if encounter.source_id else encounter.by_id,
    )
