"""Who came, stayed and went, period by period."""

from typing import Any

from django.utils.translation import gettext as _

from nahbar.steering.parts import Column, Picture, Section, Table
from nahbar.steering.telling import words

Content = dict[str, Any]


def who_stayed(content: Content) -> Section:
    """New, kept, returned and lost by period, and the later visits of each cohort."""
    staying, name = content["staying"], _("Who comes, stays and goes")
    if staying is None:
        return Section("staying", name, name, paragraphs=[_("No customer has bought yet.")])
    kept, unit = staying["kept"], staying["unit"]
    heading, figures, told = name, [], []
    if kept:
        told_kept = {
            "share": words.percent(kept["value"]),
            "before": words.period(kept["before"], unit),
            "period": words.period(kept["from"], unit),
        }
        if words.is_sure(kept):
            said = (
                _("Of the customers of %(before)s, %(share)s came again in %(period)s")
                if unit == "year"
                else _("%(share)s of the customers of %(before)s came again in %(period)s")
            )
            heading = said % told_kept
        label = (
            _("Customers of one year who come in the next")
            if unit == "year"
            else _("Customers of one quarter who come in the next")
        )
        basis = words.from_customers(kept["count"])
        figures.append(words.share_figure(label, kept, basis, key="steering.kept"))
    else:
        told.append(_("No two periods are over yet that could be compared."))
    if staying["again"]:
        label = (
            _("New customers who come again in the next year")
            if unit == "year"
            else _("New customers who come again in the next quarter")
        )
        basis = words.from_customers(staying["again"]["count"])
        figures.append(words.share_figure(label, staying["again"], basis))
    tables = [_flows(staying), *_cohorts(staying), *_branches(staying)]
    return Section(
        "staying",
        name,
        heading,
        told,
        figures,
        [_came_and_went(staying) or _active(staying)],
        tables,
        computed=[
            _("Who bought and did not return it all counts in a period. Active = new + kept + back after a pause; those of the period before = kept + not come. Purchases alone count here, not visits."),
            _("Who bought before the records begin counts as new when first seen: the first period holds more than its own newcomers. In a running period those who have not come may still come."),
        ],
    )  # fmt: skip


def _flows(staying: Content) -> Table:
    def shown(number: int | None) -> str:
        return "–" if number is None else words.count(number)

    columns = [Column(_("Period"))]
    names = ("active", "new", "kept", "returned", "lost")
    labels = (_("active"), _("new"), _("kept"), _("back after a pause"), _("not come"))
    columns += [Column(label, "num") for label in labels]
    rows = []
    for flow in staying["flows"]:
        label = words.period_short(flow["from"], staying["unit"])
        if not flow["is_finished"]:
            label = _("%(period)s, not over") % {"period": label}
        rows.append([label, *(shown(flow[name]) for name in names)])
    return Table(columns, rows, _("Customers by period"))


def _active(staying: Content) -> Picture:
    flows, unit = staying["flows"], staying["unit"]
    label, finding = _("Customers"), _("How many customers bought in each period")
    names = [words.period_short(flow["from"], unit) for flow in flows]
    rows = [
        [name, words.count(flow["active"] or 0)] for name, flow in zip(names, flows, strict=True)
    ]
    data = {
        "x": names,
        "y": [flow["active"] or 0 for flow in flows],
        "label": label,
        "partial": not flows[-1]["is_finished"],
    }
    table = Table([Column(_("Period")), Column(label, "num")], rows, finding)
    return Picture("bars", finding, data, table, key="steering.kept")


def _came_and_went(staying: Content) -> Picture | None:
    """Periods that are over, the first left out: everybody is new in it."""
    flows = [
        flow for flow in staying["flows"][1:] if flow["is_finished"] and flow["lost"] is not None
    ]
    if len(flows) < 2:
        return None
    names = [words.period_short(flow["from"], staying["unit"]) for flow in flows]
    came = [flow["new"] + flow["returned"] for flow in flows]
    went = [flow["lost"] for flow in flows]
    said = (_("new or back after a pause"), _("not come again"))
    rows = [
        [name, words.count(one), words.count(other)]
        for name, one, other in zip(names, came, went, strict=True)
    ]
    finding = _("How many came, and how many of the period before did not come again")
    series = [{"name": said[0], "y": came}, {"name": said[1], "y": went}]
    data = {"x": names, "series": series, "x_label": "", "label": _("Customers")}
    columns = [Column(_("Period")), Column(said[0], "num"), Column(said[1], "num")]
    return Picture("pairs", finding, data, Table(columns, rows, finding), key="steering.kept")


def _cohorts(staying: Content) -> list[Table]:
    """A row for each cohort, a column for each period since: the share who came in it."""
    cohorts = [one for one in staying["cohorts"] if any(one["shares"][1:])]
    longest = max((len(one["shares"]) for one in cohorts), default=0)
    columns = [Column(_("First purchase")), Column(_("Customers"), "num")]
    columns += [Column(f"+{number}", "num") for number in range(1, longest)]
    rows = []
    for one in cohorts:
        shares = [*one["shares"][1:], *[None] * (longest - len(one["shares"]))]
        cells = ["" if part is None else words.percent(part) for part in shares]
        name = words.period_short(one["from"], staying["unit"])
        rows.append([name, words.count(one["size"]), *cells])
    caption = (
        _("Of those who bought first in a year: how many came in the later ones")
        if staying["unit"] == "year"
        else _("Of those who bought first in a quarter: how many came in the later ones")
    )
    return [Table(columns, rows, caption)] if rows else []


def _branches(staying: Content) -> list[Table]:
    if len(staying["branches"]) < 2:
        return []
    columns = [
        Column(_("Branch")),
        Column(_("came again"), "num"),
        Column(_("between"), "num"),
        Column(_("Customers"), "num"),
    ]
    rows = [
        [
            one["name"],
            words.percent(one["value"]),
            f"{words.percent(one['low'])} – {words.percent(one['high'])}",
            words.count(one["count"]),
        ]
        for one in staying["branches"]
    ]
    return [Table(columns, rows, _("Who came again, by the branch of the last purchase before"))]
