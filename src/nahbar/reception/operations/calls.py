"""Hearing of calls, and taking them on.

What a telephone system tells is swept after days and must leave nothing behind, so the ledger, from
which nothing goes, does not hear of calls; what people then write on a customer stands there.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.reception.models import IncomingCall, PhoneSystem
from nahbar.reception.models.calls import LONGEST_CALL, OVER, RINGS, CallState, Direction

SAME_CALL = timedelta(seconds=5)  # one caller at one telephone, however often it is told
WINDOW, MOST_IN_WINDOW = timedelta(seconds=10), 40  # new calls that one system may tell of
KEPT = timedelta(days=14)
ORDER = {state: place for place, state in enumerate(("ringing", "answered"))}


@dataclass(frozen=True)
class Told:
    """What a telephone system says of a call, in its normal form and within bounds."""

    number: str
    extension: str = ""
    direction: str = Direction.INCOMING
    state: str = CallState.RINGING
    call_key: str = ""
    caller_name: str = ""


def hear_call(system: PhoneSystem, told: Told, *, at: datetime) -> IncomingCall | None:
    """Remember the call, or what is new about it; nothing is written where nothing is new.

    None for the end of a call of which the beginning was not told. Raises Refused
    (`too_many_calls`) when a system tells of more calls than a house can have.
    """
    known = _known(system, told, at)
    if known and not _news(known, told):
        return known
    if known is None:
        if told.state == CallState.ENDED:
            return None
        _keep_out_floods(system, at)
    with transaction.atomic():
        PhoneSystem.objects.select_for_update().get(pk=system.pk)
        known = _known(system, told, at)  # another thread may have heard the same
        return _learn(known, told, at) if known else _begin(system, told, at)


@transaction.atomic
def handle_call(call: IncomingCall, *, by: User) -> IncomingCall:
    """Somebody has taken it on: it goes from everybody's desk."""
    demand(by, Ability.TAKE_CALLS)
    call.handled_by = by
    call.save(update_fields=["handled_by"])
    return call


def put_away(call: IncomingCall, *, by: User) -> None:
    """One desk no longer needs to show it."""
    demand(by, Ability.TAKE_CALLS)
    call.put_away_by.add(by)


def sweep_calls(*, at: datetime) -> int:
    """Forget calls that are older than `KEPT`; how many."""
    gone = IncomingCall.objects.filter(changed_at__lt=at - KEPT)
    return gone.delete()[1].get(IncomingCall._meta.label, 0)


def _known(system: PhoneSystem, told: Told, at: datetime) -> IncomingCall | None:
    """The call that is meant: by its key, else the open one of this number at this telephone."""
    calls = IncomingCall.objects.filter(system=system)
    if told.call_key:
        found = calls.filter(call_key=told.call_key).first()
        if found:
            return found
    alike = calls.filter(number=told.number, direction=told.direction)
    if told.extension:
        alike = alike.filter(extension__in=("", told.extension))
    last = alike.order_by("-id").first()
    return last if last and _is_meant(last, told, at) else None


def _is_meant(last: IncomingCall, told: Told, at: datetime) -> bool:
    if told.state == CallState.RINGING and at - last.changed_at <= SAME_CALL:
        return True
    if told.call_key and last.call_key:
        return False
    if last.is_over:
        return False
    return at - last.changed_at <= (RINGS if told.state == CallState.RINGING else LONGEST_CALL)


def _news(known: IncomingCall, told: Told) -> bool:
    """Whether the call is further than before."""
    return not known.is_over and ORDER.get(told.state, len(ORDER)) > ORDER.get(known.state, 0)


def _keep_out_floods(system: PhoneSystem, at: datetime) -> None:
    lately = IncomingCall.objects.filter(system=system, began_at__gt=at - WINDOW)
    if lately.count() >= MOST_IN_WINDOW:
        raise Refused("too_many_calls", _("That was too often."))


def _begin(system: PhoneSystem, told: Told, at: datetime) -> IncomingCall:
    PhoneSystem.objects.filter(pk=system.pk).update(heard_at=at)
    return IncomingCall.objects.create(
        system=system,
        call_key=told.call_key,
        number=told.number,
        caller_name=told.caller_name,
        extension=told.extension,
        direction=told.direction,
        state=told.state,
        began_at=at,
        changed_at=at,
    )


def _learn(known: IncomingCall, told: Told, at: datetime) -> IncomingCall:
    """The same call, further on; one that ends while it rings was missed."""
    if not _news(known, told):
        return known
    was_missed = told.state in OVER and known.state == CallState.RINGING
    is_missed = was_missed and known.direction == Direction.INCOMING
    known.state = CallState.MISSED if is_missed else told.state
    known.changed_at = at
    known.extension = told.extension or known.extension
    known.save(update_fields=["state", "changed_at", "extension"])
    return known
