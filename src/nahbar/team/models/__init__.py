"""What the room keeps: the firm, its branches, and when its people are there."""

from nahbar.team.models.firm import (
    FIRST_COUNTRY,
    FIRST_CURRENCY,
    OWNERS_PLACE,
    Branch,
    Country,
    Firm,
    Tone,
)
from nahbar.team.models.hours import Absence, Weekday, WorkingHours
from nahbar.team.models.opening import OpeningDay, OpeningHours
from nahbar.team.models.scopes import Scope, ScopeKind

__all__ = [
    "FIRST_COUNTRY",
    "FIRST_CURRENCY",
    "OWNERS_PLACE",
    "Absence",
    "Branch",
    "Country",
    "Firm",
    "OpeningDay",
    "OpeningHours",
    "Scope",
    "ScopeKind",
    "Tone",
    "Weekday",
    "WorkingHours",
]
