"""What happens in this room and may matter to others."""

from dataclasses import dataclass

from nahbar.core.events import Event


@dataclass(frozen=True)
class RulesChanged(Event):
    """The firm reckons by other rules from now on; the figures are still of the old ones."""

    version: int


@dataclass(frozen=True)
class ValuesRefreshed(Event):
    """There is a new current run."""

    run_id: int
