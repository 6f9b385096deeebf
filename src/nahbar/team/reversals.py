"""How what was arranged in the house is taken back: hours, absences, opening, the firm, its people."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nahbar.core import formats
from nahbar.core.access import Ability, Role, may
from nahbar.core.actors import By, House
from nahbar.core.change_words import name_keys
from nahbar.core.models import User
from nahbar.core.people import change_role, close_access, open_access
from nahbar.core.reversals import (
    ChangedSince,
    Clash,
    Done,
    Reversal,
    RoomChanges,
    Subject,
    Words,
)
from nahbar.core.row_steps import Step, again_over_rows, over_rows, own_row, words_gone
from nahbar.team.models import (
    Absence,
    Branch,
    Firm,
    OpeningDay,
    OpeningHours,
    Scope,
    ScopeKind,
    Tone,
)
from nahbar.team.operations.hours import (
    ABSENCE_FIELDS,
    ROW,
    Shift,
    set_hours,
)
from nahbar.team.operations.opening import DAY_FIELDS, set_opening_hours
from nahbar.team.operations.scopes import set_scope

KEEP, LEAD, SET_UP = Ability.KEEP_AGENDA, Ability.LEAD_TEAM, Ability.SET_UP_HOUSE
PERSON = User._meta.label_lower
ABSENCE, DAY = Absence._meta.label_lower, OpeningDay._meta.label_lower


def _hours_again(done: Done, by: By, at: datetime) -> None:
    person = User.objects.get(pk=done.entry.subject_id)
    rows = person.working_hours.select_related("branch").order_by("weekday", "from_time")
    before = _said(done, [Shift(h.weekday, h.from_time, h.until_time, h.branch) for h in rows])
    set_hours(person, before, by=by, at=at)


def _opening_again(done: Done, by: By, at: datetime) -> None:
    is_branch = done.entry.subject_kind == Branch._meta.label_lower
    branch = Branch.objects.filter(pk=done.entry.subject_id).first() if is_branch else None
    if is_branch and branch is None:
        raise ChangedSince
    rows = OpeningHours.objects.filter(branch=branch).order_by("weekday", "from_time")
    before = _said(done, [Shift(h.weekday, h.from_time, h.until_time) for h in rows])
    set_opening_hours(branch, before, by=by, at=at)


def _said(done: Done, now: Sequence[Shift]) -> list[Shift]:
    """The hours of before, if those of after still hold. Raises ChangedSince."""
    if not done.before and not done.after:
        raise words_gone()
    stands = [str(one) for one in now]
    if stands != done.after.get("hours"):
        raise ChangedSince(Clash("hours", done.before.get("hours"), stands))
    return [_read(text) for text in done.before.get("hours", [])]


def _read(text: str) -> Shift:
    """What `str` made of a stretch, with the branch of that name. Raises ChangedSince without one."""
    day, span, name = [*text.split(maxsplit=2), ""][:3]
    start, end = (time.fromisoformat(one) for one in span.split("-"))
    branch = Branch.objects.filter(name=name).first() if name else None
    if name and branch is None:
        raise ChangedSince
    return Shift(int(day), start, end, branch)


def _named_row(model: type[Absence | OpeningDay], name: str) -> Callable[[Done], int]:
    def key(done: Done) -> int:
        found = model.objects.filter(public_id=done.entry.details[name]).first()
        if found is None:
            raise ChangedSince
        return int(found.pk)

    return key


_absence, _day = _named_row(Absence, "absence"), _named_row(OpeningDay, "day")


def _recorded(table: str, key: Callable[[Done], int], names: tuple[str, ...]) -> Reversal:
    def steps(done: Done) -> list[Step]:
        return [Step(table, key(done), None, {n: done.after.get(n) for n in names})]

    return over_rows(KEEP, steps, _demand_apart)


def _withdrawn(table: str) -> Reversal:
    def steps(done: Done) -> list[Step]:
        if ROW not in done.before:
            raise words_gone()
        return [Step(table, done.before[ROW]["id"], done.before[ROW], None)]

    return over_rows(KEEP, steps, _demand_apart)


def _demand_apart(steps: Sequence[Step]) -> None:
    """Two absences of one person, and two sets of other hours, never lie on the same day."""
    for step in steps:
        if step.model == ABSENCE and (away := Absence.objects.filter(pk=step.key).first()):
            others = Absence.objects.filter(person=away.person_id).exclude(pk=away.pk)
            if _on_days_of(others, away).exists():
                raise ChangedSince
        if step.model == DAY and (day := OpeningDay.objects.filter(pk=step.key).first()):
            same = OpeningDay.objects.filter(branch=day.branch_id).exclude(pk=day.pk)
            if _on_days_of(same, day).exists():
                raise ChangedSince


def _on_days_of(rows: QuerySet[Any], one: Absence | OpeningDay) -> QuerySet[Any]:
    return rows.filter(first_day__lte=one.last_day, last_day__gte=one.first_day)


def _absence_changed(done: Done) -> list[Step]:
    return [Step(ABSENCE, _absence(done), done.before, done.after)]


def _scope_again(done: Done, by: By, at: datetime) -> None:
    person = User.objects.get(pk=done.entry.subject_id)
    scope = Scope.objects.filter(person=person).first()
    branches = sorted(scope.branches.values_list("pk", flat=True)) if scope else []
    now = {"kind": scope.kind if scope else ScopeKind.HOUSE.value, "branches": branches}
    if now != done.after:
        raise ChangedSince(Clash("kind", done.before.get("kind"), now["kind"]))
    again = list(Branch.objects.filter(pk__in=done.before["branches"]))
    if len(again) != len(done.before["branches"]):
        raise ChangedSince
    set_scope(person, done.before["kind"], branches=again, by=by, at=at)


def _role_again(done: Done, by: By, at: datetime) -> None:
    person = User.objects.get(pk=done.entry.subject_id)
    before, after = done.entry.details["before"], done.entry.details["after"]
    if person.role != after:
        raise ChangedSince(Clash("role", before, person.role))
    change_role(person, Role(before), by=by, at=at)


def _access(turn: Callable[..., User]) -> Reversal:
    def act(done: Done, by: By, at: datetime) -> None:
        turn(User.objects.get(pk=done.entry.subject_id), by=by, at=at)

    return Reversal(SET_UP, act)


def _people(by: By) -> QuerySet[User] | None:
    if isinstance(by, House) or may(by, LEAD):
        return None
    return User.objects.filter(pk=by.pk)


def _people_named(keys: Collection[int]) -> Mapping[int, tuple[str, str]]:
    return {pk: (str(one), reverse("team")) for pk, one in User.objects.in_bulk(list(keys)).items()}


def _prepare(by: By, done: Any) -> list[Done]:
    people = {
        "branches": lambda keys: {b.pk: str(b) for b in Branch.objects.filter(pk__in=keys)},
        "stand_in": lambda keys: {p.pk: str(p) for p in User.objects.filter(pk__in=keys)},
    }
    return name_keys(_with_roles(done), people)


def _with_roles(done: Any) -> list[Done]:
    """A role says nothing of anybody's private life, and so stands among the details."""
    return [
        Done(
            one.entry,
            {**one.before, "role": one.entry.details["before"]},
            {**one.after, "role": one.entry.details["after"]},
        )
        if one.entry.action == "people.role_changed"
        else one
        for one in done
    ]


def _day_words(text: str) -> str:
    return formats.date(date.fromisoformat(text))


ROWS_AGAIN = again_over_rows(KEEP, _demand_apart)
CHANGES = RoomChanges(
    key="house",
    label=_("The house and its people"),
    reversals={
        "team.hours_set": Reversal(KEEP, _hours_again),
        "team.absence_recorded": _recorded(ABSENCE, _absence, ABSENCE_FIELDS),
        "team.absence_changed": over_rows(KEEP, _absence_changed, _demand_apart),
        "team.absence_withdrawn": _withdrawn(ABSENCE),
        "team.opening_hours_set": Reversal(LEAD, _opening_again),
        "team.opening_day_recorded": _recorded(DAY, _day, DAY_FIELDS),
        "team.opening_day_withdrawn": _withdrawn(DAY),
        "team.scope_set": Reversal(Ability.SET_SCOPES, _scope_again),
        "team.taken_back": ROWS_AGAIN,
        "house.changed": over_rows(SET_UP, own_row),
        "house.taken_back": again_over_rows(SET_UP),
        "people.changed": Reversal(Ability.SEE_HOUSE, over_rows(KEEP, own_row).act, only_own=True),
        "people.role_changed": Reversal(SET_UP, _role_again),
        "people.access_closed": _access(open_access),
        "people.access_opened": _access(close_access),
        "people.taken_back": Reversal(Ability.SEE_HOUSE, ROWS_AGAIN.act, only_own=True),
    },
    subjects={
        PERSON: Subject(_("Colleague"), Ability.SEE_HOUSE, _people, _people_named),
        Firm._meta.label_lower: Subject(_("The house"), LEAD),
        Branch._meta.label_lower: Subject(_("Branch"), LEAD),
    },
    words=Words(
        done={
            "team.hours_set": _("working hours set"),
            "team.absence_recorded": _("absence noted"),
            "team.absence_changed": _("absence changed"),
            "team.absence_withdrawn": _("absence withdrawn"),
            "team.opening_hours_set": _("opening hours set"),
            "team.opening_day_recorded": _("day with other opening hours noted"),
            "team.opening_day_withdrawn": _("day with other opening hours withdrawn"),
            "team.scope_set": _("scope set"),
            "team.taken_back": _("taken back"),
            "house.opened": _("house set up"),
            "house.changed": _("house changed"),
            "house.taken_back": _("taken back"),
            "people.added": _("colleague added"),
            "people.changed": _("own settings changed"),
            "people.role_changed": _("role changed"),
            "people.access_closed": _("access closed"),
            "people.access_opened": _("access opened"),
            "people.picture_given": _("picture of a colleague changed"),
            "people.taken_back": _("taken back"),
        },
        labels={
            "hours": _("Hours"),
            "first_day": _("From"),
            "last_day": _("Until"),
            "from_time": _("Open from"),
            "until_time": _("Open until"),
            "kind": _("Kind"),
            "branches": _("Branches"),
            "stand_in": _("Stand-in"),
            "name": _("Name"),
            "email": _("Mail address"),
            "role": _("Role"),
            "country": _("Country"),
            "region": _("Region"),
            "language": _("Language"),
            "tone": _("Form of address"),
            "currency": _("Currency"),
            "theme": _("Appearance"),
            "keeps_pages_offline": _("Pages can be read without a connection"),
        },
        codes={
            "kind": {**dict(Absence.Kind.choices), **dict(ScopeKind.choices)},
            "role": dict(Role.choices),
            "tone": dict(Tone.choices),
        },
        shown={"first_day": _day_words, "last_day": _day_words},
    ),
    prepare=_prepare,
)
