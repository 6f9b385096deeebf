"""How many a group has, day by day, in the whole house."""

from collections import OrderedDict
from datetime import date

from nahbar.core import clock
from nahbar.core.actors import THE_HOUSE
from nahbar.core.refusals import Refused
from nahbar.customers.lists.choosing import choose
from nahbar.customers.models import GroupSize, SavedList

SHOWN = 400  # days


def note_sizes() -> int:
    """Count every group once today; how many were counted."""
    counted = 0
    for group in SavedList.objects.filter(is_group=True, removed_at=None).order_by("pk"):
        try:
            count = choose(THE_HOUSE, group=group).count
        except Refused:  # it is cut by a field that there is no more
            continue
        GroupSize.objects.update_or_create(
            group=group, day=clock.today(), defaults={"count": count}
        )
        counted += 1
    return counted


def sizes_of(group: SavedList) -> "OrderedDict[date, int]":
    """The counts of the last days, oldest first."""
    rows = GroupSize.objects.filter(group=group).order_by("-day").values_list("day", "count")
    return OrderedDict(reversed(list(rows[:SHOWN])))
