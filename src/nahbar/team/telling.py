"""Hours and absences in words."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from nahbar.core import formats
from nahbar.core.access import Ability, may
from nahbar.core.actors import By
from nahbar.core.faces import Face, face_of_person
from nahbar.core.models import User
from nahbar.team.attendance import Attendance
from nahbar.team.models import Absence
from nahbar.team.spans import Span


@dataclass(frozen=True)
class DayLine:
    """One of us on a day: a sentence, whether they are here, and whether the reader may arrange it."""

    person: User
    face: Face
    line: str
    is_here: bool
    is_away: bool
    may_arrange: bool


def day_lines(reader: User, day: date) -> tuple[list[DayLine], str]:
    """Everybody on this day, who is here first; and the public holiday it is."""
    attendance = Attendance(None, day, day)
    leads = may(reader, Ability.LEAD_TEAM)
    lines = []
    for person in User.objects.filter(is_active=True).order_by("name", "email"):
        absence = attendance.absence(person.pk, day)
        spans = attendance.spans(person.pk, day)
        told = (
            away_line(absence, reader, attendance.stand_in(person.pk, day))
            if absence
            else hours_line(
                spans, [str(h.branch) for h in attendance.hours(person.pk, day) if h.branch]
            )
        )
        is_for = leads or (person.pk == reader.pk and may(reader, Ability.KEEP_AGENDA))
        face = face_of_person(person)
        lines.append(DayLine(person, face, told, bool(spans), absence is not None, is_for))
    return sorted(lines, key=lambda one: not one.is_here), attendance.holidays.get(day, "")


def hours_line(spans: list[Span], branches: list[str]) -> str:
    """From when until when, and where: "08:00–12:00, 13:00–17:00, Graz"."""
    times = [f"{formats.time(span.start)}–{formats.time(span.end)}" for span in spans]
    return ", ".join([*times, *dict.fromkeys(branches)])


def away_line(absence: Absence, reader: By, stand_in: User | None) -> str:
    """Until when they are away, and who acts for them."""
    told = {"why": kind_of(absence, reader), "date": formats.date(absence.last_day)}
    line = _("%(why)s until %(date)s") % told
    if stand_in is None:
        return line
    return _("%(line)s; %(person)s stands in") % {"line": line, "person": stand_in}


def absence_line(absence: Absence, reader: By) -> str:
    """From when until when, why, and who is to stand in."""
    days = formats.date(absence.first_day)
    if absence.last_day != absence.first_day:
        days = f"{days} – {formats.date(absence.last_day)}"
    line = f"{days}: {kind_of(absence, reader)}"
    if absence.stand_in is None:
        return line
    return _("%(line)s; %(person)s stands in") % {"line": line, "person": absence.stand_in}


def kind_of(absence: Absence, reader: By) -> str:
    """Why somebody is away, for themselves and for those who lead; for colleagues only that they are."""
    is_own = isinstance(reader, User) and reader.pk == absence.person_id
    is_told = is_own or may(reader, Ability.LEAD_TEAM)
    return str((Absence.Kind(absence.kind) if is_told else Absence.Kind.OTHER).label)
