"""What this room holds on people: their calls of the last days."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from nahbar.core.holdings import Holding, Shown, Subject
from nahbar.core.showing import laid_out, rows_of
from nahbar.customers.subjects import INTEREST
from nahbar.reception.models import IncomingCall
from nahbar.reception.numbers import spellings

COLUMNS = (
    ("began_at", _("When")), ("direction", _("Which way")), ("state", _("How far")),
    ("number", _("Number")), ("caller_name", _("As whom they called")),
    ("handled_by", _("Who took it on")),
)  # fmt: skip


def _theirs(subject: Subject) -> list[int]:
    """Calls are kept for days, so that all can be held against the numbers."""
    calls = IncomingCall.objects.exclude(number="").values_list("pk", "number")
    return [pk for pk, number in calls if spellings(number) & subject.phones]


def _calls(subject: Subject) -> Shown:
    found = IncomingCall.objects.filter(pk__in=_theirs(subject)).select_related("handled_by")
    return laid_out(COLUMNS, rows_of(found.order_by("pk"), [name for name, _head in COLUMNS]))


def _erase(subject: Subject, at: datetime) -> int:
    found = IncomingCall.objects.filter(pk__in=_theirs(subject))
    return found.delete()[1].get(IncomingCall._meta.label, 0)


HOLDINGS = (
    Holding(
        "reception.calls", _("Calls of the last days"), _("To answer who calls by name."), INTEREST,
        ("reception.IncomingCall", "reception.IncomingCall_put_away_by"), _calls, _erase,
    ),
)  # fmt: skip
