"""The words in which a guest is told what became of their appointments."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nahbar.agenda.appointment_words import moment_line, place_of, when_line
from nahbar.agenda.booking_mails import greeting
from nahbar.agenda.models import Appointment
from nahbar.agenda.news import is_booked_by_guest, starts_told
from nahbar.agenda.rhythm_words import rhythm_line
from nahbar.core import formats
from nahbar.team.queries import the_firm

SHOWN = 12
Status = Appointment.Status


@dataclass(frozen=True)
class Words:
    """Subject and text of one mail."""

    subject: str
    text: str


def words_of(news: Sequence[Appointment]) -> Words:
    """Of one appointment, or of several of a series. They belong to one guest and one of us."""
    if len(news) > 1:
        return _of_several(news)
    one = news[0]
    told = {"when": when_line(one), "person": one.person}
    if one.status == Status.CANCELLED:
        subject = _("Cancelled: your appointment on %(when)s") % told
        said = [_("your appointment with %(person)s on %(when)s is cancelled.") % told]
    elif not one.told:
        subject = _("Your appointment on %(when)s") % told
        said = [_("your appointment with %(person)s is on %(when)s.") % told]
    elif (before := starts_told(one.told)) and before != one.starts_at:
        subject = _("New time of your appointment: %(when)s") % told
        said = [
            _("your appointment with %(person)s has a new time: %(when)s.") % told,
            _("Until now: %(when)s") % {"when": moment_line(before)},
        ]
    else:
        subject = _("Changed: your appointment on %(when)s") % told
        said = [_("something about your appointment changed: %(when)s, with %(person)s.") % told]
    return Words(subject, _letter(news, said))


def _of_several(news: Sequence[Appointment]) -> Words:
    first = news[0]
    told = {"when": when_line(first), "person": first.person}
    is_off = all(one.status == Status.CANCELLED for one in news)
    if is_off:
        subject = _("Cancelled: your appointments from %(when)s on") % told
        said = [_("these appointments with %(person)s are cancelled:") % told]
    elif not any(one.told for one in news):
        subject = _("Your appointments from %(when)s on") % told
        said = [_("these are your appointments with %(person)s:") % told]
    else:
        subject = _("New times of your appointments from %(when)s on") % told
        said = [_("your appointments with %(person)s have new times:") % told]
    if first.series is not None and not is_off:
        said.append(rhythm_line(first.series))
    said += ["", *(_line(one) for one in news[:SHOWN])]
    if (more := len(news) - SHOWN) > 0:
        beyond = ngettext("and %(count)s more", "and %(count)s more", more)
        said.append(beyond % {"count": formats.number(more)})
    return Words(subject, _letter(news, said))


def _line(one: Appointment) -> str:
    if one.status == Status.CANCELLED:
        return _("%(when)s: cancelled") % {"when": when_line(one)}
    return when_line(one)


def _letter(news: Sequence[Appointment], said: Sequence[str]) -> str:
    one, firm = news[0], the_firm()
    lines = [greeting(one), "", *said]
    is_off = all(row.status == Status.CANCELLED for row in news)
    if not is_off and (place := place_of(one)):
        lines += ["", _("Place: %(place)s") % {"place": place}]
    if is_booked_by_guest(one):
        lines += ["", _("To book or choose another time, use the link you already have.")]
    else:
        lines += ["", _("If this does not suit you, just answer this mail.")]
    return "\n".join([*lines, "", str(one.person), firm.name if firm else ""])
