"""What the firm says of itself: how it stands today, and whom its customers could go to instead."""

from django.utils.translation import gettext as _

from nahbar.core import formats
from nahbar.steering.parts import Column, Section, Table
from nahbar.steering.queries import Said


def how_we_stand(said: Said) -> Section | None:
    """Relations, processes, hierarchy and wishes in the firm's own words; None where it said nothing."""
    firm = said.firm
    states = (
        (_("Relations with customers"), firm.relations, firm.relations_mark),
        (_("Processes"), firm.processes, firm.processes_mark),
        (_("Hierarchy"), firm.hierarchy, firm.hierarchy_mark),
    )
    rows = [
        [name, _("%(mark)s of 5") % {"mark": mark} if mark else "–", text]
        for name, text, mark in states
        if text or mark
    ]
    columns = [Column(_("What")), Column(_("Mark"), "num"), Column(_("In our own words"))]
    tables = [Table(columns, rows, _("How we stand today, as we see it"))] if rows else []
    about = _about(said)
    wishes = [_("What we want: %(wishes)s") % {"wishes": firm.wishes}] if firm.wishes else []
    if not (tables or about or wishes):
        return None
    name = _("How we see ourselves")
    computed = [
        _("These are the firm’s own words and marks, not measured. 1 is poor, 5 is very good.")
    ]
    return Section("firm", name, name, [*about, *wishes], tables=tables, computed=computed)


def _about(said: Said) -> list[str]:
    firm, parts = said.firm, []
    if firm.trade:
        parts.append(_("Trade: %(trade)s.") % {"trade": firm.get_trade_display()})
    if firm.branches:
        parts.append(_("Branches: %(count)s.") % {"count": formats.number(firm.branches)})
    if firm.margin_known:
        parts.append(
            _("Is the margin known? %(known)s.") % {"known": firm.get_margin_known_display()}
        )
    return [" ".join(parts)] if parts else []


def whom_they_could_go_to(said: Said) -> Section | None:
    """Competitors as the firm sees them."""
    if not said.competitors:
        return None
    columns = [Column(_("Competitor")), Column(_("How they act")), Column(_("Where they succeed"))]
    rows = [[one.name, one.acts or "–", one.succeeds or "–"] for one in said.competitors]
    name = _("Whom our customers could go to instead")
    table = Table(columns, rows, name)
    computed = [_("These are the firm’s own words, not measured.")]
    return Section("competitors", name, name, tables=[table], computed=computed)
