"""What a telephone system sends, read with suspicion: bounded, cleaned, in its normal form."""

import json
from collections.abc import Mapping

from django.http import HttpRequest

from nahbar.agenda.tokens import digest_of
from nahbar.customers.typed import on_one_line
from nahbar.reception.models.calls import CallState, Direction
from nahbar.reception.numbers import normal_extension, normal_number
from nahbar.reception.operations.calls import Told

LARGEST = 16 << 10  # bytes of a body
LONGEST_NAME, LONGEST_KEY = 80, 100
DIRECTIONS = {
    "in": Direction.INCOMING,
    "incoming": Direction.INCOMING,
    "inbound": Direction.INCOMING,
    "out": Direction.OUTGOING,
    "outgoing": Direction.OUTGOING,
    "outbound": Direction.OUTGOING,
}


class NotUnderstood(ValueError):
    """What was sent is no telling of a call."""


def is_too_large(request: HttpRequest) -> bool:
    """Whether more comes than a telephone system has to say; asked before anything is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdecimal() or int(length) > LARGEST


def told_in(request: HttpRequest, country: str) -> Told:
    """The call that a request tells of: by its address, by a form, or as JSON. Raises NotUnderstood."""
    said = {name: str(value) for name, value in request.GET.items()} | _body(request)
    state = said.get("state", "").strip().lower() or CallState.RINGING
    direction = DIRECTIONS.get(said.get("direction", "").strip().lower() or "in")
    if state not in CallState.values or direction is None:
        raise NotUnderstood
    return Told(
        number=normal_number(said.get("number", ""), country),
        extension=normal_extension(said.get("extension", "")),
        direction=direction,
        state=state,
        call_key=_key(on_one_line(said.get("call", ""))),
        caller_name=on_one_line(said.get("name", ""))[:LONGEST_NAME],
    )


def _body(request: HttpRequest) -> dict[str, str]:
    if request.method != "POST":
        return {}
    if request.content_type != "application/json":
        return {name: str(value) for name, value in request.POST.items()}
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise NotUnderstood from error
    if not isinstance(said, Mapping):
        raise NotUnderstood
    return {name: str(value) for name, value in said.items() if isinstance(value, str | int)}


def _key(said: str) -> str:
    return said if len(said) <= LONGEST_KEY else digest_of(said)
