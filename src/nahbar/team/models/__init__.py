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

__all__ = [
    "FIRST_COUNTRY",
    "FIRST_CURRENCY",
    "OWNERS_PLACE",
    "Absence",
    "Branch",
    "Country",
    "Firm",
    "Tone",
    "Weekday",
    "WorkingHours",
]
