"""When the strong times are."""

from typing import Any

from django.utils.translation import gettext as _

from nahbar.core import formats
from nahbar.steering.parts import Column, Picture, Section, Table
from nahbar.steering.telling import words

Content = dict[str, Any]


def when_they_come(content: Content) -> Section:
    """Months and weekdays."""
    seasons, name = content["seasons"], _("When the strong times are")
    if seasons is None or not (seasons["months"] or seasons["weekdays"]):
        said = _("Less than a full year is known: no season can be seen yet.")
        return Section("seasons", name, name, paragraphs=[said])
    best, worst, told, heading = seasons["best"], seasons["worst"], [], name
    if best:
        heading = _("%(month)s is our strongest month") % {"month": words.month(best)}
    if worst:
        told.append(_("%(month)s is the weakest.") % {"month": words.month(worst)})
    if seasons["years"] > 1 and not (best or worst):
        told.append(_("No month surely stands out: what the years differ by is as large."))
    if seasons["years"] == 1:
        told.append(_("One full year cannot tell a season from chance or growth."))
    return Section(
        "seasons",
        name,
        heading,
        told,
        pictures=[
            *_index(seasons["months"], "month", words.month, _("Each month against the average one")),
            *_index(seasons["weekdays"], "weekday", words.weekday, _("Each weekday against the average one")),
        ],
        computed=[
            _("Amounts of %(orders)s, also of those without a customer, returns subtracted; months over %(years)s full years with growth taken out, weekdays over %(weeks)s full weeks. The average one is 100 percent.")
            % {
                "orders": words.orders(seasons["orders"]),
                "years": seasons["years"],
                "weeks": words.count(seasons["weeks"]),
            },
        ],
    )  # fmt: skip


def _index(rows: list[Content], part: str, named: Any, finding: str) -> list[Picture]:
    if not rows or rows[0]["index"] is None:
        return []
    names = [named(row[part]) for row in rows]
    cells = [
        [
            name,
            formats.percent(max(row["index"], 0)),
            ""
            if row["low"] is None
            else f"{formats.percent(max(row['low'], 0))} – {formats.percent(max(row['high'], 0))}",
        ]
        for name, row in zip(names, rows, strict=True)
    ]
    columns = [Column(_("When")), Column(_("of the average"), "num"), Column(_("between"), "num")]
    data = {
        "x": names,
        "y": [round(max(row["index"], 0), 4) for row in rows],
        "unit": "share",
        "label": _("of the average"),
    }
    return [Picture("bars", finding, data, Table(columns, cells, finding))]
