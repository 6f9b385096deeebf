"""Where places lie: coordinates of towns and villages in Austria, Germany, Switzerland and around.

From GeoNames (geonames.org, CC BY 4.0), drawn out by `scripts/make_places.py`. A name that several
places bear means the one in the house's own country, and there the one that is by far the largest;
where that is not clear it means none, and nothing is guessed.
"""

import csv
import gzip
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt

from nahbar.core.folding import fold

EARTH = 6_371.0  # mean radius in kilometres
CLEARLY = 5  # so many times larger than the next of the same name


@dataclass(frozen=True)
class Place:
    """A place with its coordinates (WGS 84, degrees)."""

    name: str
    country: str
    latitude: float
    longitude: float
    people: int


def place_of(name: str, here: str) -> Place | None:
    """The place that is meant by a name, however it is written, in a house in the country `here` (ISO 3166).

    None where there is none, or several.
    """
    named = _places().get(fold(name), ())
    ours = [one for one in named if one.country == here]
    if not ours and (here, fold(name)) in _beginnings():
        return None  # as *Feldkirchen*, which here is one of several with more behind the name
    ranked = sorted(ours or named, key=lambda one: -one.people)
    is_clear = len(ranked) == 1 or (ranked and ranked[0].people >= CLEARLY * ranked[1].people)
    return ranked[0] if is_clear else None


def places_near(centre: Place, kilometres: float, here: str) -> set[str]:
    """The folded names of all places that lie within so many kilometres, as the crow flies."""
    return {
        name
        for name, several in _places().items()
        for one in several
        if distance(centre, one) <= kilometres and place_of(one.name, here) == one
    } | {fold(centre.name)}


def distance(one: Place, other: Place) -> float:
    """Kilometres as the crow flies (haversine)."""
    north, south = radians(one.latitude), radians(other.latitude)
    across = radians(other.longitude - one.longitude)
    half = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(across / 2) ** 2
    return 2 * EARTH * asin(sqrt(half))


@cache
def _beginnings() -> frozenset[tuple[str, str]]:
    """By which words names of several words begin, with their countries."""
    return frozenset(
        (place.country, name.split(" ", 1)[0])
        for name, several in _places().items()
        if " " in name
        for place in several
    )


@cache
def _places() -> dict[str, tuple[Place, ...]]:
    packed = files("nahbar.customers").joinpath("data/places.csv.gz").read_bytes()
    found: dict[str, list[Place]] = {}
    for name, country, latitude, longitude, people in csv.reader(
        gzip.decompress(packed).decode().splitlines(), delimiter=";"
    ):
        place = Place(name, country, float(latitude), float(longitude), int(people))
        found.setdefault(fold(name), []).append(place)
    return {name: tuple(several) for name, several in found.items()}
