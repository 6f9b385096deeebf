"""On how few customers the value rests."""

from typing import Any

from django.utils.translation import gettext as _

from nahbar.core import formats
from nahbar.steering.parts import Column, Figure, Picture, Section, Table
from nahbar.steering.telling import words

Content = dict[str, Any]
READ = (0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0)


def how_it_is_spread(content: Content, currency: str) -> Section:
    """Concentration of value."""
    weight, name = content["weight"], _("On whom our living rests")
    if weight is None:
        said = _(
            "Either fewer than five customers share the value, or all together they have cost more than they brought."
        )
        return Section("weight", name, name, paragraphs=[said])  # fmt: skip
    fifth, half = weight["fifth"], weight["half"]
    is_sure = fifth is not None and words.is_sure(fifth)
    heading = name
    if fifth and is_sure:
        said = _("A fifth of our customers brings %(share)s of all value")
        heading = said % {"share": words.percent(fifth["value"])}
    figures = []
    if fifth:
        label = _("What the most valuable fifth brings of all value")
        basis = words.from_customers(weight["customers"])
        figures.append(words.share_figure(label, fifth, basis))
    if half:
        ends = (words.count(half["low"]), words.count(half["high"]))
        label, total = _("Customers who bring half of all value"), weight["customers"]
        basis = _("of %(customers)s") % {"customers": words.count(total)}
        figures.append(
            Figure(label, words.count(half["value"]), *ends, basis=basis, key="value.half")
        )
    return Section(
        "weight",
        name,
        heading,
        paragraphs=_told(weight),
        figures=figures,
        pictures=[_curve(weight, heading)],
        computed=[
            _("Value is margin so far and margin to be expected, %(total)s over %(customers)s.")
            % {
                "total": words.money(weight["total"], currency),
                "customers": words.customers(weight["customers"]),
            },
            _("The ranges say how far the figure would move if as many other customers of the same kind had come; they hold with 95 percent."),
        ],
    )  # fmt: skip


def _told(weight: Content) -> list[str]:
    told = []
    if weight["negative"] >= 5:
        said = _("%(customers)s have cost more than they bring.")
        told.append(said % {"customers": words.customers(weight["negative"])})
    if weight["is_rough"]:
        told.append(_("With so few customers the ranges are rough."))
    return told


def _curve(weight: Content, heading: str) -> Picture:
    points = weight["curve"]
    rows = [[formats.percent(share), formats.percent(_reached(points, share))] for share in READ]
    of_customers, of_value = _("of the customers"), _("of all value")
    finding = heading if words.is_sure(weight["fifth"] or {"low": 0, "high": 1}) else ""
    finding = finding or _("How value gathers, the most valuable customers first")
    data = {"points": points, "classes": [], "x_label": of_customers, "y_label": of_value}
    table = Table([Column(of_customers), Column(of_value, "num")], rows, finding)
    return Picture("curve", finding, data, table, key="value.half")


def _reached(points: list[list[float]], share: float) -> float:
    """The share of value that this share of customers brings, between the points of the curve."""
    after = next((at for at, one in enumerate(points) if one[0] >= share - 1e-9), len(points) - 1)
    (low, less), (high, more) = points[max(after - 1, 0)], points[after]
    return less + (more - less) * (share - low) / (high - low) if high > low else more
