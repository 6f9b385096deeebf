"""Purposes, wordings and topics as they stand now. A house that changed nothing reads the standard ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from nahbar.core import clock
from nahbar.privacy.models import Purpose, Topic, Wording
from nahbar.privacy.models.consents import Channel
from nahbar.privacy.standard import STANDARD


@dataclass(frozen=True)
class Offered:
    """A purpose that can be agreed to, its wording of today, and the channels it is asked for."""

    purpose: Purpose
    wording: Wording

    @property
    def channels(self) -> Sequence[str]:
        """Codes; one empty one where no channel is asked for."""
        return channels_of(self.purpose)


def channels_of(purpose: Purpose) -> Sequence[str]:
    """The codes of the channels for which it is asked; one empty one where for none."""
    return Channel.values if purpose.by_channel else [""]


def purposes_in_use() -> list[Purpose]:
    """What is asked for, in its order. One query; writes nothing."""
    found = list(Purpose.objects.order_by("position", "pk"))
    if not found:
        return [_standard(number).purpose for number in range(len(STANDARD))]
    return [one for one in found if one.retired_at is None]


def offered(*, retired: bool = False) -> list[Offered]:
    """All in use, in their order, or those that are retired. Two queries at most; writes nothing."""
    purposes = list(Purpose.objects.order_by("position", "pk"))
    if not purposes:
        return [] if retired else [_standard(number) for number in range(len(STANDARD))]
    newest: dict[int, Wording] = {}
    for wording in Wording.objects.order_by("number"):
        newest[wording.purpose_id] = wording
    return [
        Offered(one, newest[one.pk]) for one in purposes if (one.retired_at is not None) == retired
    ]


def topics(*, retired: bool = False) -> list[Topic]:
    """All in use, in their order, or those that are retired."""
    found = Topic.objects.filter(retired_at__isnull=not retired)
    return list(found.order_by("position", "pk"))


def _standard(number: int) -> Offered:
    """As it would be stored; it gets its row with the first operation that needs one."""
    one, at = STANDARD[number], clock.now()
    purpose = Purpose(
        key=one.key,
        label=one.label,
        label_en=one.label_en,
        by_channel=one.by_channel,
        asks_back=one.by_channel,
        position=number,
        created_at=at,
    )
    wording = Wording(purpose=purpose, number=1, text=one.text, text_en=one.text_en, created_at=at)
    return Offered(purpose, wording)
