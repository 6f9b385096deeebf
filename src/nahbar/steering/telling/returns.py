"""What came back or was called off."""

from typing import Any

from django.utils.translation import gettext as _

from nahbar.sales.models import OrderKind
from nahbar.steering.parts import Column, Picture, Section, Table
from nahbar.steering.telling import words

Content = dict[str, Any]


def what_came_back(content: Content, currency: str) -> Section:
    """Returns and cancellations."""
    returns, name = content["returns"], _("What comes back")
    if returns is None:
        return Section("returns", name, name, paragraphs=[_("There are no orders yet.")])
    part, documents = returns["money"], returns["documents"]
    heading, figures = name, []
    if part and part["is_more_than_all"]:
        heading = _("More came back than was bought")
    elif part and words.is_sure(part):
        said = _("%(share)s of what was bought came back or was cancelled")
        heading = said % {"share": words.percent(part["value"])}
    if part:
        basis = _("from %(orders)s") % {"orders": words.orders(part["count"])}
        label = _("Share of the money that went back")
        figures.append(words.share_figure(label, part, basis, key="steering.returns"))
    label = _("Share of returns and cancellations in all documents")
    basis = _("from %(count)s documents") % {"count": words.count(documents["count"])}
    figures.append(words.share_figure(label, documents, basis))
    names = {kind.value: str(kind.label) for kind in OrderKind}
    kinds = Table(
        [Column(_("What it was")), Column(_("Documents"), "num")],
        [[names.get(kind, kind), words.count(number)] for kind, number in returns["by_kind"]],
        _("Documents by kind"),
    )
    return Section(
        "returns",
        name,
        heading,
        paragraphs=_standing_out(returns),
        figures=figures,
        pictures=_quarters(returns),
        tables=[kinds, *_groups(returns, currency)],
        computed=[
            _("Money that went back over money that was paid, in %(currency)s; taking back a thing after its use does not count. Orders without a customer count as one customer each. A cancellation of a positive amount says not which way the money went and is left out.") % {"currency": currency},
            _("A product group stands out where the range of its share of returned lines lies above the share of all, and five customers at least brought something back."),
        ],
    )  # fmt: skip


def _standing_out(returns: Content) -> list[str]:
    groups = returns["groups"]
    if not groups:
        return [_("No product group stands out.")]
    worst = groups[0]
    said = _("Of the lines of “%(name)s” %(share)s come back, of all %(all)s.")
    told = {
        "name": worst["name"],
        "share": words.percent(worst["share"]["value"]),
        "all": words.percent(worst["of_all"]),
    }
    return [said % told]


def _quarters(returns: Content) -> list[Picture]:
    quarters = returns["quarters"][-12:]
    if len(quarters) < 3:
        return []
    names = [words.period_short(start, "quarter") for start, _share in quarters]
    rows = [[name, words.percent(one[1])] for name, one in zip(names, quarters, strict=True)]
    label, finding = _("went back"), _("The share of the money that went back, by quarter")
    data = {"x": names, "y": [part for _start, part in quarters], "unit": "share", "label": label}
    table = Table([Column(_("Quarter")), Column(label, "num")], rows, finding)
    return [Picture("bars", finding, data, table, key="steering.returns")]


def _groups(returns: Content, currency: str) -> list[Table]:
    columns = [
        Column(_("Product group")),
        Column(_("Share of lines that come back"), "num"),
        Column(_("between"), "num"),
        Column(_("Customers"), "num"),
        Column(_("Amount"), "num"),
    ]
    rows = [
        [
            one["name"],
            words.percent(one["share"]["value"]),
            f"{words.percent(one['share']['low'])} – {words.percent(one['share']['high'])}",
            words.count(one["customers"]),
            words.money(one["amount"], currency),
        ]
        for one in returns["groups"]
    ]
    return [Table(columns, rows, _("Product groups that stand out"))] if rows else []
