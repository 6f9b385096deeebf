"""The verbs of the room: opening the house, deciding about it, saying when somebody is there."""

from nahbar.team.models import OWNERS_PLACE
from nahbar.team.operations.house import (
    change_firm,
    keep_place_for_owner,
    lend_house,
    open_house,
    open_house_by_link,
    take_house_back,
)

__all__ = [
    "OWNERS_PLACE",
    "change_firm",
    "keep_place_for_owner",
    "lend_house",
    "open_house",
    "open_house_by_link",
    "take_house_back",
]
