"""What happens in this room and may matter to others."""

from dataclasses import dataclass

from nahbar.core.events import Event


@dataclass(frozen=True)
class ImportTakenOver(Event):
    """An import has ended well: there may be new customers, orders, moments."""

    import_id: int


@dataclass(frozen=True)
class ImportUndone(Event):
    """An import was taken back."""

    import_id: int
