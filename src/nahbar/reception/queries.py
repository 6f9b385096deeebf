"""Answers about calls: which show at whose desk."""

import hashlib
import hmac
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from nahbar.agenda.tokens import digest_of
from nahbar.core.access import Ability, may
from nahbar.core.models import User
from nahbar.reception.models import CallDesk, IncomingCall, PhoneSystem
from nahbar.reception.models.calls import LONGEST_CALL, OVER, RINGS, CallState

LONGEST_TOKEN = 200
STAYS = timedelta(minutes=15)  # after its end, so that it can still be noted
MOST_AT_A_DESK = 4


def phone_system_of(token: str) -> PhoneSystem | None:
    """The system whose secret this is; compared in the same time whatever was sent."""
    digest = digest_of(token[:LONGEST_TOKEN])
    system = PhoneSystem.objects.filter(digest=digest).first()
    is_right = hmac.compare_digest(system.digest if system else "", digest)
    return system if is_right else None


def call_desk_of(person: User) -> CallDesk | None:
    """How the person's desk takes calls, if they ever said so."""
    return CallDesk.objects.filter(person=person).first()


def calls_at(desk: CallDesk, *, at: datetime) -> list[IncomingCall]:
    """The calls that show at this desk now, the newest first.

    Those that ring at its own extension, and those of which nobody's desk knows the extension.
    """
    theirs = CallDesk.objects.filter(extension=OuterRef("extension"), shows_calls=True)
    is_for = Q(extension="") | Q(extension=desk.extension) | ~Exists(theirs)
    is_now = (
        Q(state=CallState.RINGING, changed_at__gt=at - RINGS)
        | Q(state=CallState.ANSWERED, changed_at__gt=at - LONGEST_CALL)
        | Q(state__in=OVER, changed_at__gt=at - STAYS)
    )
    calls = IncomingCall.objects.filter(
        is_now, is_for, handled_by=None, changed_at__gt=at - LONGEST_CALL
    )
    away = IncomingCall.put_away_by.through.objects.filter(
        incomingcall=OuterRef("pk"), user=desk.person_id
    )
    return list(calls.exclude(Exists(away)).order_by("-id")[:MOST_AT_A_DESK])


def tag_of(calls: Sequence[IncomingCall], desk: CallDesk) -> str:
    """Changes whenever what the desk shows does: an entity tag (RFC 9110)."""
    said = [(call.pk, call.state, call.extension) for call in calls]
    return f'"{hashlib.sha256(repr((desk.pk, desk.dials_by, said)).encode()).hexdigest()[:24]}"'


def access_call(by: User, public_id: uuid.UUID) -> IncomingCall:
    """One call. Raises Http404 alike when there is none and when calls are not for `by` to see."""
    calls: QuerySet[IncomingCall] = IncomingCall.objects.all()
    found = calls.filter(public_id=public_id).first() if may(by, Ability.TAKE_CALLS) else None
    if found is None:
        raise Http404
    return found
