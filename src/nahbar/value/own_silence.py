"""How long one customer has been silent, in words."""

from datetime import timedelta

from django.utils.translation import gettext as _

from nahbar.core import formats
from nahbar.value.queries import CustomerFigure


def silence_of(figure: CustomerFigure) -> str:
    """How long one customer has been silent, against their own rhythm; empty without one."""
    if figure.silent_days is None or figure.limit_days is None or figure.rhythm is None:
        return ""
    days = {
        "days": formats.number(figure.silent_days),
        "date": formats.date(figure.as_of - timedelta(days=figure.silent_days)),
        "usual": formats.number(figure.rhythm, 0),
        "limit": formats.number(figure.limit_days),
    }
    if figure.is_drifting:
        return _("Silent for %(days)s days; usually comes every %(usual)s days and hardly ever stays away for more than %(limit)s.") % days  # fmt: skip
    return _("Was here last on %(date)s; usually comes every %(usual)s days and hardly ever stays away for more than %(limit)s.") % days  # fmt: skip
