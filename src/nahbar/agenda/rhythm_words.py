"""How often something comes again, in words."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nahbar.agenda.models import Series
from nahbar.agenda.rhythms import Frequency, days_of, rhythm_of
from nahbar.core import formats

MONDAY = date(2024, 1, 1)


def rhythm_line(series: Series) -> str:
    """ "every 2 weeks on Tuesday, Thursday, 10 times until 24 Nov 2026"."""
    days = days_of(series.rule, series.first_on, times=series.times)
    told = ngettext(
        "%(rhythm)s, %(count)s time until %(date)s",
        "%(rhythm)s, %(count)s times until %(date)s",
        series.times,
    )
    return told % {
        "rhythm": _rhythm(series),
        "count": formats.number(series.times),
        "date": formats.date(days[-1]),
    }


def _rhythm(series: Series) -> str:
    rhythm = rhythm_of(series.rule)
    named = {"count": formats.number(rhythm.every)}
    if rhythm.frequency == Frequency.DAILY:
        return ngettext("every day", "every %(count)s days", rhythm.every) % named
    if rhythm.frequency == Frequency.WEEKLY:
        weeks = ngettext("every week", "every %(count)s weeks", rhythm.every) % named
        days = [formats.weekday(MONDAY + timedelta(days=day - 1)) for day in rhythm.weekdays]
        return _("%(weeks)s on %(days)s") % {"weeks": weeks, "days": ", ".join(days)}
    return ngettext("every month", "every %(count)s months", rhythm.every) % named
