"""What this room holds on people: the things they have in use."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nahbar.circulation.models import Thing
from nahbar.core.holdings import Holding, Mention, Shown, Subject
from nahbar.core.search import changed
from nahbar.core.showing import laid_out, rows_of
from nahbar.customers.subjects import CONTRACT

COLUMNS = (
    ("recorded_at", _("Noted")), ("name", _("What it is")), ("kind", _("Kind")),
    ("mark", _("Plate or serial number")), ("holding", _("How they have it")), ("since", _("Since")),
    ("until", _("Agreed until")), ("ended_on", _("No longer theirs since")), ("note", _("Note")),
    ("source", _("Source")),
)  # fmt: skip


def _things(subject: Subject) -> Shown:
    found = Thing.objects.filter(customer__in=subject.customers).select_related("source")
    names = [name for name, _head in COLUMNS]
    return laid_out(COLUMNS, rows_of(found.order_by("pk"), names, source="source__called"))


def _erase(subject: Subject, at: datetime) -> int:
    changed(subject.customers)
    return Thing.objects.filter(customer__in=subject.customers).delete()[0]


def _mentions(subject: Subject) -> list[Mention]:
    found: list[Mention] = []
    for name in subject.names:
        said = Thing.objects.filter(Q(note__icontains=name) | Q(name__icontains=name))
        others = said.exclude(customer__in=subject.customers)
        found += [
            Mention(f"circulation.things:{one.pk}", one.customer_id, f"{one.name} · {one.note}")
            for one in others[:50]
        ]
    return found


def _blank_mention(pk: int, at: datetime) -> None:
    found = Thing.objects.filter(pk=pk).first()
    if found:
        Thing.objects.filter(pk=pk).update(note="")
        changed([found.customer_id])


HOLDINGS = (
    Holding(
        "circulation.things", _("What they have"), _("To look after what they have of ours."),
        CONTRACT, ("circulation.Thing",), _things, _erase,
        mentions=_mentions, blank_mention=_blank_mention,
    ),
)  # fmt: skip
