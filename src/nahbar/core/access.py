"""Who may do what: one table, asked by the door, by operations and by commands."""

from enum import StrEnum
from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.core.refusals import NotAllowed


class Role(models.TextChoices):
    """What somebody is in the house."""

    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Manager")
    STAFF = "staff", _("Staff")
    READER = "reader", _("Reader")


class Ability(StrEnum):
    """What can be done; every address and every command names exactly one of these."""

    SEE_HOUSE = "see_house"
    SEE_CUSTOMERS = "see_customers"
    EDIT_CUSTOMERS = "edit_customers"
    CORRECT_OTHERS = "correct_others"
    DEFINE_FIELDS = "define_fields"
    SEE_AGENDA = "see_agenda"
    KEEP_AGENDA = "keep_agenda"
    LEAD_TEAM = "lead_team"
    TAKE_CALLS = "take_calls"
    SEE_VALUE = "see_value"
    RECKON_VALUE = "reckon_value"
    SEE_IMPORTS = "see_imports"
    RUN_IMPORTS = "run_imports"
    SEE_FINDINGS = "see_findings"
    WRITE_FINDINGS = "write_findings"
    SEE_REPORT = "see_report"
    MAKE_REPORT = "make_report"
    EXPORT_CUSTOMERS = "export_customers"
    SET_UP_HOUSE = "set_up_house"
    RUN_SERVER = "run_server"


EVERYONE = frozenset(Role)
EDITORS = frozenset({Role.OWNER, Role.MANAGER, Role.STAFF})
LEADERS = frozenset({Role.OWNER, Role.MANAGER})

ACCESS: dict[Ability, frozenset[Role]] = {
    Ability.SEE_HOUSE: EVERYONE,
    Ability.SEE_CUSTOMERS: EVERYONE,
    Ability.EDIT_CUSTOMERS: EDITORS,
    Ability.CORRECT_OTHERS: LEADERS,
    Ability.DEFINE_FIELDS: LEADERS,
    Ability.SEE_AGENDA: EVERYONE,
    Ability.KEEP_AGENDA: EDITORS,
    Ability.LEAD_TEAM: LEADERS,
    Ability.TAKE_CALLS: EDITORS,
    Ability.SEE_VALUE: LEADERS | {Role.READER},
    Ability.RECKON_VALUE: LEADERS,
    Ability.SEE_IMPORTS: LEADERS | {Role.READER},
    Ability.RUN_IMPORTS: LEADERS,
    Ability.SEE_FINDINGS: EVERYONE,
    Ability.WRITE_FINDINGS: EDITORS,
    Ability.SEE_REPORT: LEADERS | {Role.READER},
    Ability.MAKE_REPORT: LEADERS,
    Ability.EXPORT_CUSTOMERS: LEADERS,
    Ability.SET_UP_HOUSE: frozenset({Role.OWNER}),
    Ability.RUN_SERVER: frozenset({Role.OWNER}),
}


class Actor(Protocol):
    """Whoever acts: a signed-in person, or the house itself."""

    @property
    def role(self) -> str: ...


def may(actor: Actor, ability: Ability) -> bool:
    """Whether the actor's role has the ability."""
    return actor.role in ACCESS[ability]


def demand(actor: Actor, ability: Ability) -> None:
    """Raise NotAllowed unless the actor's role has the ability. Called before anything is written."""
    if not may(actor, ability):
        raise NotAllowed
