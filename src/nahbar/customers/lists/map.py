"""A list as a map: a dot for each place, as large as how many live there, drawn here from coordinates.

No map of somebody else is asked for: what is shown is where the places lie to each other, with the
names of the largest. Who lives at a place that is not known is counted and said.
"""

from dataclasses import dataclass
from math import cos, radians, sqrt

import numpy as np
from django.utils.translation import gettext as _

from nahbar.core import formats
from nahbar.core.actors import By
from nahbar.core.facts import all_facts
from nahbar.customers.lists.choosing import Chosen, choose
from nahbar.customers.lists.filters import Branch, Condition, Held, How
from nahbar.customers.lists.listing import counted
from nahbar.customers.lists.query import Shape
from nahbar.customers.lists.wanted import Wanted
from nahbar.customers.models import SavedList
from nahbar.customers.places import Place, place_of
from nahbar.team.queries import house_country

WIDTH, HEIGHT, MARGIN = 960.0, 620.0, 40.0
MOST, NAMED = 400, 20
ROOM = (110.0, 18.0)  # that a name needs for itself
LARGEST, SMALLEST = 26.0, 3.5  # radius of a dot


@dataclass(frozen=True)
class Dot:
    """A place on the map."""

    name: str
    count: int
    x: float
    y: float
    radius: float
    is_named: bool
    url: str


@dataclass(frozen=True)
class Map:
    """The dots, the largest first; `elsewhere` customers live where the map knows no place."""

    dots: list[Dot]
    elsewhere: str
    count: str
    has_any: bool
    width: float = WIDTH
    height: float = HEIGHT


def map_of(by: By, wanted: Wanted, group: SavedList | None = None) -> Map:
    """Where those live who are meant."""
    chosen = choose(by, wanted.query.filter, group=group)
    counts = _counts(chosen)
    here = house_country()
    known = [
        (place, name, count)
        for name, count in counts[: 4 * MOST]
        if (place := place_of(name, here))
    ]
    known = known[:MOST]
    elsewhere = chosen.count - sum(count for _place, _name, count in known)
    told = {"count": formats.number(elsewhere)}
    words = _("%(count)s live at a place that is not on this map, or have no address.") % told
    return Map(
        _dots(known, wanted), words if elsewhere else "", counted(chosen.count), chosen.count > 0
    )


def _counts(chosen: Chosen) -> list[tuple[str, int]]:
    """How many live at each place, by its folded name, the most first."""
    sums: dict[str, int] = {}
    for part in chosen.house.parts_of(all_facts()["place"]):
        inside = part.customers <= chosen.house.largest
        customers, values = part.customers[inside], part.values[inside]
        codes, counts = np.unique(values[chosen.mask[customers]], return_counts=True)
        if part.folded is not None:
            for name, count in zip(
                part.folded.gather(codes).to_list(), counts.tolist(), strict=True
            ):
                sums[name] = sums.get(name, 0) + count
    return sorted(sums.items(), key=lambda one: (-one[1], one[0]))


def _dots(known: list[tuple[Place, str, int]], wanted: Wanted) -> list[Dot]:
    if not known:
        return []
    xs, ys = _drawn([place for place, _name, _count in known])
    most = max(count for _place, _name, count in known)
    dots: list[Dot] = []
    named: list[tuple[float, float]] = []
    for (place, _name, count), x, y in zip(known, xs, ys, strict=True):
        has_room = all(abs(x - left) > ROOM[0] or abs(y - top) > ROOM[1] for left, top in named)
        is_named = has_room and len(named) < NAMED
        if is_named:
            named.append((x, y))
        radius = round(max(SMALLEST, LARGEST * sqrt(count / most)), 1)
        url = _living_at(wanted, place.name)
        dots.append(Dot(place.name, count, round(x, 1), round(y, 1), radius, is_named, url))
    return dots


def _drawn(places: list[Place]) -> tuple[list[float], list[float]]:
    """Equirectangular about the middle, as large as fits; never more than a street of the country."""
    middle = sum(one.latitude for one in places) / len(places)
    across = [one.longitude * cos(radians(middle)) for one in places]
    upward = [one.latitude for one in places]
    wide, high = max(max(across) - min(across), 0.2), max(max(upward) - min(upward), 0.2)
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)
    centre_x, centre_y = (max(across) + min(across)) / 2, (max(upward) + min(upward)) / 2
    xs = [WIDTH / 2 + (x - centre_x) * scale for x in across]
    ys = [HEIGHT / 2 - (y - centre_y) * scale for y in upward]
    return xs, ys


def _living_at(wanted: Wanted, name: str) -> str:
    branch = wanted.query.filter
    nodes = branch.nodes if branch.held == Held.ALL else (branch,)
    here = Condition("place", How.IS, name)
    return wanted.changed(filter=Branch(Held.ALL, (*nodes, here)), shape=Shape.ROWS).url()
