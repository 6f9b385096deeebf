"""The one timeline of a customer: what comes, then every encounter, newest first.

An encounter names the order or document it is about as `kind:id`, for that lies in a room above.
Such a room explains its references through `explain_references`, and says what lies ahead through
`announce_coming`, in the wiring.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from nahbar.core import formats
from nahbar.core.models import User
from nahbar.customers.models import Customer
from nahbar.moments.models import Attachment, Channel, Encounter, EncounterKind
from nahbar.moments.narrowing import Wanted, narrow, search

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
class Shown:
    """An attached file: its name, where it is looked at, and its small picture, if it has one."""

    name: str
    url: str
    preview_url: str


@dataclass(frozen=True)
class Entry:
    """One encounter as the timeline shows it; `month` heads the entries of a month.

    `noted_by` is who of us (primary key) wrote it down by hand; None where a source says so.
    """

    key: str
    kind: str
    channel: str
    drawing: str
    title: str
    at: datetime
    month: str
    who: str
    text: str
    mood: int | None
    word: str
    about: About | None
    noted_by: int | None
    files: tuple[Shown, ...] = ()


@dataclass(frozen=True)
class Page:
    """Entries, newest first; `older` is the key with which the page after them is asked for."""

    entries: list[Entry]
    older: str


@dataclass(frozen=True)
class Coming:
    """Something with the customer that lies ahead: an appointment, a promise that falls due.

    `kind` is a drawing of the timeline or an icon (`calendar`, `bell`); `who` names who of us it is.
    """

    at: datetime
    kind: str
    title: str
    who: str
    url: str


Explainer = Callable[[Collection[int]], Mapping[int, About]]
Foresight = Callable[[Customer, datetime], list[Coming]]
_explainers: dict[str, Explainer] = {}
_foresights: list[Foresight] = []


def announce_coming(foresight: Foresight) -> None:
    """From now on the timeline asks `foresight` what lies ahead of a customer after a moment.

    It answers with few entries in few queries, whatever there is. For the wiring alone.
    """
    if foresight not in _foresights:
        _foresights.append(foresight)


def what_comes(customer: Customer, now: datetime) -> list[Coming]:
    """What lies ahead of the customer, the nearest first."""
    coming = [one for foresight in _foresights for one in foresight(customer, now)]
    return sorted(coming, key=lambda one: one.at)


def explain_references(kind: str, explainer: Explainer) -> None:
    """From now on `explainer` says what references of this kind are about. For the wiring alone."""
    _explainers[kind] = explainer


EVERYTHING = Wanted()


def page(
    customer: Customer,
    *,
    before: Encounter | None = None,
    limit: int = ENTRIES,
    wanted: Wanted = EVERYTHING,
) -> Page:
    """Up to `limit` wanted entries older than `before`; as many queries whatever their number."""
    encounters = narrow(customer, wanted)
    if before is not None:
        at, pk = before.occurred_at, before.pk
        encounters = encounters.filter(occurred_at__lte=at)
        encounters = encounters.filter(Q(occurred_at__lt=at) | Q(id__lt=pk))
    encounters = encounters.order_by("-occurred_at", "-id")
    if wanted.find:
        ids = search(encounters, wanted.find, limit + 1)
        encounters = Encounter.objects.filter(pk__in=ids).order_by("-occurred_at", "-id")
    related = encounters.select_related("by", "branch", "touchpoint").prefetch_related(
        Prefetch("colleagues", User.objects.order_by("name", "email")),
        Prefetch("attachments", Attachment.objects.order_by("id")),
    )
    found = list(related[: limit + 1])
    shown = found[:limit]
    abouts = _abouts(shown)
    entries = [_entry(customer, one, abouts.get(one.reference)) for one in shown]
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
        if numbers
        for number, about in _explainers[kind](numbers).items()
    }


def _entry(customer: Customer, encounter: Encounter, about: About | None) -> Entry:
    kind, channel = EncounterKind(encounter.kind), Channel(encounter.channel)
    by_channel = kind in {EncounterKind.CONTACT, EncounterKind.ATTEMPT}
    return Entry(
        key=str(encounter.public_id),
        kind=kind.value,
        channel=channel.value,
        drawing=DRAWINGS.get(channel if by_channel else kind, channel),
        title=_title(kind, channel),
        at=encounter.occurred_at,
        month=formats.month(encounter.occurred_at),
        who=_who(encounter),
        text=encounter.text,
        mood=encounter.mood,
        word=encounter.mood_word,
        about=about,
        noted_by=None if encounter.source_id else encounter.by_id,
        files=tuple(shown_of(customer, one) for one in encounter.attachments.all()),
    )


def _title(kind: EncounterKind, channel: Channel) -> str:
    if kind == EncounterKind.ATTEMPT:
        return _("%(channel)s: nobody reached") % {"channel": channel.label}
    return str(channel.label if kind == EncounterKind.CONTACT else kind.label)


def _who(encounter: Encounter) -> str:
    """Who of us was there, where, and who came with the customer."""
    ours = (encounter.by or encounter.by_name, *encounter.colleagues.all())
    parts = [str(one) for one in (*ours, encounter.branch, encounter.touchpoint) if one]
    if encounter.companions:
        parts.append(_("came with %(whom)s") % {"whom": encounter.companions})
    return ", ".join(parts)


def shown_of(customer: Customer, attachment: Attachment) -> Shown:
    """How an attached file is offered: pictures have a small one, PDFs are fetched."""
    place = [customer.public_id, attachment.public_id]
    is_picture = attachment.kind == Attachment.Kind.PICTURE
    return Shown(
        attachment.name,
        reverse("attachment_page" if is_picture else "attachment", args=place),
        reverse("attachment_preview", args=place) if is_picture else "",
    )
