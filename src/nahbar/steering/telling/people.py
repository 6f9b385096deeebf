"""Who our customers are."""

from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from nahbar.core import formats
from nahbar.customers.models.customer import Stage
from nahbar.steering.parts import Column, Picture, Section, Table
from nahbar.steering.telling import words

Content = dict[str, Any]


def who_they_are(content: Content, currency: str) -> Section:
    """Counts by kind, place, time with us and how they came."""
    people = content["people"]
    told = {
        "customers": words.customers(people["customers"]),
        "buyers": words.count(people["buyers"]),
    }
    heading = _("We know %(customers)s, %(buyers)s of them have bought") % told
    if people["customers"] == 0:
        heading = _("Nobody is known yet")
    pictures = [
        picture for picture in (_tenure(people["tenure"]), _found(people["found"])) if picture
    ]
    return Section(
        "people",
        _("Who our customers are"),
        heading,
        paragraphs=[text for text in (_kinds(people), _long(people["tenure"])) if text],
        pictures=pictures,
        tables=[*_places(people), *_ways(people["found"], currency)],
        computed=[
            _("Bought has who has at least one purchase that was not returned as a whole."),
            _("Places are those of addresses that hold; who has two counts in both. A region is the first two digits of the postcode. Places and ways with fewer than five customers are not shown."),
        ],
    )  # fmt: skip


def _kinds(people: Content) -> str:
    names: dict[str | None, str] = {
        "person": _("persons"),
        "household": _("households"),
        "organisation": _("organisations"),
        None: _("others"),
    }
    parts = [f"{words.count(number)} {names[kind]}" for kind, number in people["kinds"]]
    prospects = dict(map(tuple, people["stages"])).get(Stage.PROSPECT.value)
    told = _("They are %(kinds)s.") % {"kinds": words.joined(parts)} if len(parts) > 1 else ""
    if prospects:
        more = _("%(count)s are prospects: they have asked, but not bought yet.")
        told = f"{told} {more % {'count': words.count(prospects)}}".strip()
    return told


def _long(tenure: Content | None) -> str:
    if tenure is None:
        return ""
    said = _(
        "One half of those who buy have been coming for more than %(years)s years, as far as the records reach."
    )
    return said % {"years": formats.number(tenure["median"])}  # fmt: skip


def _tenure(tenure: Content | None) -> Picture | None:
    if tenure is None or not tenure["counts"] or len(tenure["counts"]) < 2:
        return None
    edges = tenure["edges"]
    names = [
        _("%(low)s to %(high)s years") % {"low": low, "high": high} if low else _("up to one year")
        for low, high in pairwise(edges)
    ]
    names.append(
        _("over %(low)s years") % {"low": edges[-1]} if edges[-1] > 1 else _("over a year")
    )
    rows = [
        [name, words.count(number)] for name, number in zip(names, tenure["counts"], strict=True)
    ]
    finding = _("How long those who buy have been coming")
    label = _("Customers")
    return Picture(
        "bars",
        finding,
        {"x": names, "y": tenure["counts"], "label": label},
        Table([Column(_("Since the first purchase")), Column(label, "num")], rows, finding),
        computed=[
            _("Time from the first purchase that we know of to the day of the report, %(basis)s.")
            % {"basis": words.from_customers(tenure["count"])}
        ],
    )


def _found(found: Content) -> Picture | None:
    ways = found["ways"]
    if len(ways) < 2:
        return None
    label, finding = _("Customers"), _("How they found us")
    rows = [[way["name"], words.count(way["customers"])] for way in ways]
    return Picture(
        "bars",
        finding,
        {
            "x": [way["name"] for way in ways],
            "y": [way["customers"] for way in ways],
            "label": label,
        },
        Table([Column(_("How they found us")), Column(label, "num")], rows, finding),
        computed=[
            _("Of %(customers)s somebody noted how they found us.")
            % {"customers": words.customers(found["known"])}
        ],
    )


def _ways(found: Content, currency: str) -> list[Table]:
    ways = found["ways"]
    if not ways:
        return []
    columns = [
        Column(_("How they found us")),
        Column(_("Customers"), "num"),
        Column(_("of them bought"), "num"),
        Column(_("Value of the one in the middle"), "num"),
    ]
    rows = [
        [
            way["name"],
            words.count(way["customers"]),
            "–" if way["buyers"] is None else words.count(way["buyers"]),
            "–" if way["value"] is None else words.money(way["value"], currency),
        ]
        for way in ways
    ]
    return [Table(columns, rows, _("How they found us, and what came of it"))]


def _places(people: Content) -> list[Table]:
    """By town and postcode where addresses have them, else by country."""
    head, caption = Column(_("Customers"), "num"), _("Where they live")
    if not people["cities"] and len(people["countries"]) > 1:
        rows = [
            [words.country(code), words.count(number)]
            for code, _same, number in people["countries"]
        ]
        return [Table([Column(_("Country")), head], rows, caption)]
    tables = []
    if people["cities"]:
        rows = [[city, words.count(number)] for city, _country, number in people["cities"]]
        tables.append(Table([Column(_("Place")), head], rows, caption))
    if len(people["regions"]) > 1:
        rows = [[f"{start}…", words.count(number)] for start, _country, number in people["regions"]]
        tables.append(Table([Column(_("Postcode")), head], rows, _("Where they live, by postcode")))
    return tables
