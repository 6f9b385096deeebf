"""What happens in this room and is done apart from a page."""

from dataclasses import dataclass

from nahbar.core.events import Event


@dataclass(frozen=True)
class ErasureAsked(Event):
    """Somebody is to be erased."""

    erasure_id: int
