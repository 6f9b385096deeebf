"""The report as a document to hand round: the same sections as the page, on paper."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from nahbar.core import formats
from nahbar.core.documents import Sheet, typeset
from nahbar.steering.parts import Figure, Section


def write_document(
    sections: Sequence[Section], *, firm: str, as_of: date, made_at: datetime
) -> bytes:
    """The sections as PDF, in the language the texts are in."""
    made = _("Made on %(made)s, as of %(as_of)s.") % {
        "made": formats.date(made_at, "long"),
        "as_of": formats.date(as_of, "long"),
    }
    sheet = Sheet(
        title=_("Where we stand"),
        firm=firm,
        lead=_("Who our customers are, who makes our living, and what to do first."),
        made_at=made_at,
        made=made,
        labels={
            "computed": _("How this is computed"),
            "page": _("Page %(page)s of %(pages)s"),
        },
        sections=[_on_paper(section) for section in sections],
    )
    return typeset(sheet)


def _on_paper(section: Section) -> dict[str, Any]:
    """What opens on a screen stands at the section's end on paper."""
    of_figures = [line for figure in section.figures for line in figure.computed]
    of_pictures = [line for picture in section.pictures for line in picture.computed]
    return {
        **asdict(section),
        "figures": [_figure(figure) for figure in section.figures],
        "computed": list(dict.fromkeys([*of_figures, *of_pictures, *section.computed])),
    }


def _figure(figure: Figure) -> dict[str, str]:
    basis = figure.basis
    if figure.low and figure.high:
        between = _("between %(low)s and %(high)s") % {"low": figure.low, "high": figure.high}
        basis = f"{between}; {basis}" if basis else between
    return {"label": figure.label, "value": figure.value, "basis": basis}
