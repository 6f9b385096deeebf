"""Who may do what: one table, asked by the door, by operations and by commands."""

from collections.abc import Callable
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
    SEE_HOUSE_FIGURES = "see_house_figures"
    SEE_VALUE = "see_value"
    RECKON_VALUE = "reckon_value"
    SEE_IMPORTS = "see_imports"
    RUN_IMPORTS = "run_imports"
    SEE_FINDINGS = "see_findings"
    WRITE_FINDINGS = "write_findings"
    SEE_REPORT = "see_report"
    MAKE_REPORT = "make_report"
    EXPORT_CUSTOMERS = "export_customers"
    CHANGE_MANY = "change_many"
    SHARE_LISTS = "share_lists"
    SEE_ACCESS_LOG = "see_access_log"
    SEE_PRIVATE_NOTES = "see_private_notes"
    SET_SCOPES = "set_scopes"
    LEAD_PRIVACY = "lead_privacy"
    UNDO_OTHERS = "undo_others"
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
    Ability.SEE_HOUSE_FIGURES: LEADERS | {Role.READER},
    Ability.SEE_VALUE: LEADERS | {Role.READER},
    Ability.RECKON_VALUE: LEADERS,
    Ability.SEE_IMPORTS: LEADERS | {Role.READER},
    Ability.RUN_IMPORTS: LEADERS,
    Ability.SEE_FINDINGS: EVERYONE,
    Ability.WRITE_FINDINGS: EDITORS,
    Ability.SEE_REPORT: LEADERS | {Role.READER},
    Ability.MAKE_REPORT: LEADERS,
    Ability.EXPORT_CUSTOMERS: LEADERS,
    Ability.CHANGE_MANY: LEADERS,
    Ability.SHARE_LISTS: EDITORS,
    Ability.SEE_ACCESS_LOG: LEADERS,
    Ability.SEE_PRIVATE_NOTES: LEADERS,
    Ability.SET_SCOPES: LEADERS,
    Ability.LEAD_PRIVACY: LEADERS,
    Ability.UNDO_OTHERS: LEADERS,
    Ability.SET_UP_HOUSE: frozenset({Role.OWNER}),
    Ability.RUN_SERVER: frozenset({Role.OWNER}),
}

# What is about the house as a whole: only for those whose scope is the whole house.
OF_THE_WHOLE_HOUSE = frozenset(
    {
        Ability.SEE_HOUSE_FIGURES,
        Ability.RECKON_VALUE,
        Ability.SEE_IMPORTS,
        Ability.RUN_IMPORTS,
        Ability.SEE_REPORT,
        Ability.MAKE_REPORT,
        Ability.DEFINE_FIELDS,
        Ability.LEAD_PRIVACY,
        Ability.SET_SCOPES,
        Ability.SET_UP_HOUSE,
        Ability.RUN_SERVER,
    }
)


class Actor(Protocol):
    """Whoever acts: a signed-in person, or the house itself."""

    @property
    def role(self) -> str: ...


def may(actor: Actor, ability: Ability) -> bool:
    """Whether the actor's role has the ability; what is of the whole house asks for such a scope."""
    if actor.role not in ACCESS[ability]:
        return False
    return ability not in OF_THE_WHOLE_HOUSE or _asked(actor)


def demand(actor: Actor, ability: Ability) -> None:
    """Raise NotAllowed unless the actor may. Called before anything is written."""
    if not may(actor, ability):
        raise NotAllowed


def sees_whole_house(actor: Actor) -> bool:
    """Whether the actor's scope is the whole house, whatever their role."""
    return _asked(actor)


def ask_scopes_of(sees_the_house: Callable[[Actor], bool]) -> None:
    """From now on this says whose scope is the whole house. For the wiring alone."""
    global _asked  # noqa: PLW0603  # one answer for the process, given at its start
    _asked = sees_the_house


def _nobody(actor: Actor) -> bool:
    """Until somebody knows: the safe side of a wiring forgotten."""
    return False


_asked: Callable[[Actor], bool] = _nobody
