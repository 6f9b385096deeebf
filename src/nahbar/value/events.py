"""What happens in this room and may matter to others."""

from dataclasses import dataclass

from nahbar.core.events import Event


@dataclass(frozen=True)
class RulesChanged(Event):
    """The firm reckons by other rules from now on; the figures are still of the old ones."""

    version: int
    by_id: int | None


@dataclass(frozen=True)
class ValuesReckoned(Event):
    """Every customer's value was reckoned anew and is shown from now on."""

    run_id: int


@dataclass(frozen=True)
class ValueOverridden(Event):
    """A person has said what a customer is worth, or has taken it back."""

    customer_id: int
