"""Why a mail must not go out now: rooms are asked in the transaction that marks it as being sent.

A room's objector locks what its answer rests on, so that whoever changes that at the same moment
waits: what was withdrawn before a mail is marked keeps it here, what is withdrawn after it came late.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from nahbar.dispatch.models import OutgoingMail


@dataclass(frozen=True)
class Objection:
    """`reason` is a code, kept with the mail while it is held; its words come from who offered it."""

    reason: str


Objector = Callable[[OutgoingMail], Objection | None]

_objectors: list[Objector] = []
_words: dict[str, str | Promise] = {}


def offer(*objectors: Objector) -> None:
    """From now on these are asked about every mail. For the wiring alone."""
    _objectors.extend(one for one in objectors if one not in _objectors)


def explain(words: Mapping[str, str | Promise]) -> None:
    """What the codes of reasons mean, as people read it. For the wiring alone."""
    _words.update(words)


def objection_to(mail: OutgoingMail) -> Objection | None:
    """The first objection to the mail; must be asked in a transaction."""
    found = (object_to(mail) for object_to in _objectors)
    return next((one for one in found if one), None)


def reason_in_words(reason: str) -> str:
    """What stands against it."""
    return str(_words.get(reason, ""))
