"""The groups that customers fall into, named by what sets them apart."""

from typing import Any

from django.utils.translation import gettext as _

from nahbar.steering.parts import Column, Section, Table
from nahbar.steering.telling import words

Content = dict[str, Any]

MARKS = {
    ("visits", "high"): lambda: _("come often"),
    ("visits", "low"): lambda: _("come seldom"),
    ("silence", "high"): lambda: _("not seen for long"),
    ("silence", "low"): lambda: _("here lately"),
    ("spend", "high"): lambda: _("large purchases"),
    ("spend", "low"): lambda: _("small purchases"),
    ("tenure", "high"): lambda: _("with us for long"),
    ("tenure", "low"): lambda: _("new"),
    ("breadth", "high"): lambda: _("from many product groups"),
    ("breadth", "low"): lambda: _("from one product group"),
    ("returned", "high"): lambda: _("bring back more"),
    ("returned", "low"): lambda: _("bring back little"),
}


def which_groups(content: Content, currency: str) -> Section:
    """The groups found in the data, named by what sets them apart; or that there are none."""
    kinds = content["kinds"]
    groups = kinds["groups"]
    name = _("Groups among our customers")
    basis = words.customers(kinds["looked_at"])
    if kinds["looked_at"] < kinds["buyers"]:
        basis = _("%(some)s, chosen evenly from %(all)s") % {
            "some": words.customers(kinds["looked_at"]),
            "all": words.count(kinds["buyers"]),
        }
    made = [
        _("Looked for by days with a purchase, days since the last, money a visit, time with us, product groups bought from and what came back, over %(basis)s.") % {"basis": basis},
        _("Groups are shown only where they come again in at least three quarters of their members when half of the customers are drawn anew, and where fewer customers lie between them than in them."),
    ]  # fmt: skip
    if not groups:
        few = kinds["reason"] == "too_few_customers"
        said = (
            _("There are too few customers to fall into groups.")
            if few
            else _("They pass into one another; whoever draws borders here draws them at will.")
        )
        heading = name if few else _("Our customers do not fall into groups")
        return Section("groups", name, heading, paragraphs=[said], computed=made)
    least = words.percent(min(group["stability"] for group in groups))
    said = _(
        "Drawn again from half of the customers, each group came back with %(share)s of its members at least."
    )
    made.append(said % {"share": least})
    heading = _("Our customers fall into %(count)s groups by how they buy") % {"count": len(groups)}
    table = Table(
        [
            Column(_("Group")),
            Column(_("Customers"), "num"),
            Column(_("Value"), "num"),
            Column(_("Purchases"), "num"),
            Column(_("Days silent"), "num"),
            Column(_("A purchase"), "num"),
        ],
        [_row(group, currency) for group in groups],
        _("The groups and their customer in the middle"),
    )
    return Section("groups", name, heading, paragraphs=_best(groups), tables=[table], computed=made)


def group_name(group: Content) -> str:
    """The two strongest marks in words."""
    marks = [str(MARKS[feature, direction]()) for feature, direction in group["marks"][:2]]
    if not marks:
        return _("like all others")
    joined = ", ".join(marks)
    return joined[0].upper() + joined[1:]


def _row(group: Content, currency: str) -> list[str]:
    medians = group["medians"]
    return [
        group_name(group),
        words.percent(group["share"]),
        words.percent(group["value_share"]),
        words.count(medians.get("visits", 0)),
        words.count(medians.get("silence", 0)),
        words.money(medians["spend"], currency) if "spend" in medians else "–",
    ]


def _best(groups: list[Content]) -> list[str]:
    best = max(groups, key=lambda group: group["value_share"])
    told = {
        "name": group_name(best),
        "share": words.percent(best["share"]),
        "value": words.percent(best["value_share"]),
    }
    said = _("The group “%(name)s” is %(share)s of the customers and %(value)s of the value.")
    return [said % told]
