"""In which words changes of tasks, ideas and appointments are told, and how these are called."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from nahbar.agenda import steps as told
from nahbar.agenda.models import Appointment, Idea, Task
from nahbar.agenda.repeats import repeat_of
from nahbar.core import formats
from nahbar.core.actors import By
from nahbar.core.change_words import name_keys
from nahbar.core.models import User
from nahbar.core.reversals import Done, Words
from nahbar.customers.names import name_of
from nahbar.customers.queries import visible_customers
from nahbar.team.models import Branch

Named = Callable[[Collection[int]], Mapping[int, tuple[str, str]]]


def named(model: type[Task | Idea | Appointment]) -> Named:
    """How tasks, ideas or appointments are called, and where they are."""
    return {Task: _tasks, Idea: _ideas, Appointment: _appointments}[model]


def _tasks(keys: Collection[int]) -> Mapping[int, tuple[str, str]]:
    found = Task.objects.in_bulk(list(keys))
    return {pk: (one.title, reverse("task", args=[one.public_id])) for pk, one in found.items()}


def _ideas(keys: Collection[int]) -> Mapping[int, tuple[str, str]]:
    found = Idea.objects.select_related("customer").in_bulk(list(keys))
    return {
        pk: (_short(one.text), reverse("customer", args=[one.customer.public_id]))
        for pk, one in found.items()
    }


def _appointments(keys: Collection[int]) -> Mapping[int, tuple[str, str]]:
    found = Appointment.objects.in_bulk(list(keys))
    return {
        pk: (
            _now("%(what)s on %(when)s")
            % {
                "what": one.title or one.get_kind_display(),
                "when": formats.moment(one.starts_at),
            },
            reverse("appointment", args=[one.public_id]),
        )
        for pk, one in found.items()
    }


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:78]} …"


def _day(text: str) -> str:
    return formats.date(date.fromisoformat(text))


def _moment(text: str) -> str:
    return formats.moment(datetime.fromisoformat(text))


def _repeat(text: str) -> str:
    return str(repeat_of(text).label)


def prepare(by: By, done: Sequence[Done]) -> list[Done]:
    """People, branches, and those customers whom `by` may see, by name."""
    return name_keys(
        done,
        {
            "person": lambda keys: {p.pk: str(p) for p in User.objects.filter(pk__in=keys)},
            "branch": lambda keys: {b.pk: str(b) for b in Branch.objects.filter(pk__in=keys)},
            "customer": lambda keys: {
                c.pk: name_of(c) for c in visible_customers(by).filter(pk__in=keys)
            },
        },
    )


WORDS = Words(
    done={
        "agenda.added": _("task added"),
        "agenda.came_again": _("task came again"),
        "agenda.changed": _("task changed"),
        "agenda.done": _("task done"),
        "agenda.dropped": _("task not needed"),
        "agenda.released": _("promise: customer lets us off"),
        "agenda.broken": _("promise not kept"),
        "agenda.reopened": _("task open again"),
        "agenda.postponed": _("task put off"),
        "agenda.handed_over": _("task handed over"),
        "agenda.still_needed": _("task still needed"),
        "agenda.taken_back": _("taken back"),
        "agenda.let_go": _("task let go with its moment"),
        "agenda.taken_up": _("task taken up again with its moment"),
        "agenda.idea_noted": _("idea noted"),
        "agenda.idea_taken_up": _("idea made a task"),
        "agenda.idea_left": _("idea left"),
        "agenda.marked": _("item of Today settled"),
        "agenda.unmarked": _("item of Today open again"),
        "agenda.appointment_made": _("appointment planned"),
        "agenda.appointment_booked": _("appointment booked by link"),
        "agenda.appointment_moved": _("appointment changed"),
        "agenda.appointment_cancelled": _("appointment called off"),
        "agenda.appointment_settled": _("appointment: came or did not come"),
        "agenda.appointment_change_taken_back": _("taken back"),
        "agenda.series_made": _("appointments planned that come again"),
        "agenda.series_moved": _("appointments that come again changed"),
        "agenda.series_cancelled": _("appointments that come again called off"),
        "agenda.series_change_taken_back": _("taken back"),
        "agenda.guest_to_be_told": _("mail to whoever comes asked for"),
        "agenda.guest_told": _("whoever comes told by mail"),
    },
    labels={
        **told.LABELS,
        "text": _("Idea"),
        "person": _("With whom of us"),
        "starts_at": _("From"),
        "ends_at": _("Until"),
        "branch": _("Branch"),
        "place": _("Place"),
        "note": _("Note"),
        "status": _("State"),
        "state": _("State"),
        "customer": _("Customer"),
    },
    codes={
        "kind": {**dict(Task.Kind.choices), **dict(Appointment.Kind.choices)},
        "status": dict(Appointment.Status.choices),
        "state": dict(Task.State.choices),
    },
    shown={
        "due_on": _day,
        "due_at": _moment,
        "remind_at": _moment,
        "starts_at": _moment,
        "ends_at": _moment,
        "repeat": _repeat,
    },
)
