"""Who acts when no person does: the house itself, by schedule or at its own command line."""

from dataclasses import dataclass

from nahbar.core.access import Role
from nahbar.core.models.people import User


@dataclass(frozen=True)
class House:
    """The house acting by itself. It may all; the ledger names the way it was asked."""

    via: str = "house"
    role: str = Role.OWNER


THE_HOUSE = House()
THE_COMMAND_LINE = House(via="command")

By = User | House
