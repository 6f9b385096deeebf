"""What this room holds on people: tasks and promises, appointments, ideas, what guests wrote."""

from datetime import date, datetime

from django.db.models import Min, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from nahbar.agenda.models import Appointment, CalendarLink, Idea, Task, TodayMark
from nahbar.core import formats
from nahbar.core.clock import house_zone
from nahbar.core.holdings import Aging, Holding, Mention, Old, Shown, Subject
from nahbar.core.ledger import blank_texts
from nahbar.core.showing import laid_out, rows_of
from nahbar.customers.subjects import CONTRACT, INTEREST
from nahbar.customers.typed import digits

MONTHS = 36
EXAMPLES = 5
TASKS = (
    ("created_at", _("Noted")), ("kind", _("Kind")), ("title", _("What is to be done")),
    ("owner", _("Who does it")), ("due_on", _("Until")), ("state", _("How far")),
    ("settled_at", _("Settled")), ("outcome", _("What came of it")),
)  # fmt: skip
APPOINTMENTS = (
    ("starts_at", _("From")), ("ends_at", _("Until")), ("kind", _("Kind")), ("title", _("About")),
    ("person", _("With whom")), ("place", _("Place")), ("note", _("Note")),
    ("status", _("How far")), ("guest_name", _("Guest")), ("guest_contact", _("Reached by")),
)  # fmt: skip
IDEAS = (("noted_at", _("Noted")), ("by", _("Whose idea")), ("text", _("Idea")))
MARKS = (("marked_at", _("When")), ("person", _("Who")), ("kind", _("Kind")),
         ("outcome", _("Outcome")), ("reason", _("Reason")))  # fmt: skip
LINKS = (("created_at", _("Made")), ("person", _("With whom")), ("closed_at", _("Closed")))


def _tasks(subject: Subject) -> Shown:
    found = Task.objects.filter(customer__in=subject.customers).select_related("owner")
    return laid_out(TASKS, rows_of(found.order_by("pk"), [name for name, _head in TASKS]))


def _appointments(subject: Subject) -> Shown:
    found = _theirs(subject).select_related("person").order_by("starts_at")
    names = [name for name, _head in APPOINTMENTS]
    return laid_out(APPOINTMENTS, rows_of(found, names))


def _theirs(subject: Subject) -> QuerySet[Appointment]:
    """Their own, and those that a guest booked who is reached as they are."""
    mine = Q(customer__in=subject.customers)
    for mail in subject.mails:
        mine |= Q(customer=None, guest_contact__iexact=mail)
    guests = Appointment.objects.filter(customer=None).exclude(guest_contact="")
    called = [
        pk
        for pk, contact in guests.exclude(guest_contact__contains="@").values_list(
            "pk", "guest_contact"
        )
        if digits(contact) in subject.phones
    ] if subject.phones else []  # fmt: skip
    return Appointment.objects.filter(mine | Q(pk__in=called))


def _ideas(subject: Subject) -> Shown:
    found = Idea.objects.filter(customer__in=subject.customers).select_related("by").order_by("pk")
    return laid_out(IDEAS, rows_of(found, [name for name, _head in IDEAS]))


def _marks(subject: Subject) -> Shown:
    found = TodayMark.objects.filter(customer__in=subject.customers).select_related("person")
    return laid_out(MARKS, rows_of(found.order_by("pk"), [name for name, _head in MARKS]))


def _links(subject: Subject) -> Shown:
    found = CalendarLink.objects.filter(customer__in=subject.customers).select_related("person")
    return laid_out(LINKS, rows_of(found.order_by("pk"), [name for name, _head in LINKS]))


def _erase_tasks(subject: Subject, at: datetime) -> int:
    return _remove_tasks(
        list(Task.objects.filter(customer__in=subject.customers).values_list("pk", flat=True))
    )


def _remove_tasks(ids: list[int]) -> int:
    blank_texts(Task, ids)
    return Task.objects.filter(pk__in=ids).delete()[1].get(Task._meta.label, 0)


def _erase_appointments(subject: Subject, at: datetime) -> int:
    return _remove_appointments(list(_theirs(subject).values_list("pk", flat=True)))


def _remove_appointments(ids: list[int]) -> int:
    blank_texts(Appointment, ids)
    return Appointment.objects.filter(pk__in=ids).delete()[1].get(Appointment._meta.label, 0)


def _erase_ideas(subject: Subject, at: datetime) -> int:
    ids = list(Idea.objects.filter(customer__in=subject.customers).values_list("pk", flat=True))
    blank_texts(Idea, ids)
    return Idea.objects.filter(pk__in=ids).delete()[0]


def _erase_marks(subject: Subject, at: datetime) -> int:
    mine = TodayMark.objects.filter(customer__in=subject.customers)
    blank_texts(TodayMark, list(mine.values_list("pk", flat=True)))
    return mine.delete()[0]


def _erase_links(subject: Subject, at: datetime) -> int:
    return CalendarLink.objects.filter(customer__in=subject.customers).delete()[0]


def _mentions(subject: Subject) -> list[Mention]:
    """Tasks about others, or about nobody, in which the name stands."""
    found: list[Mention] = []
    for name in subject.names:
        others = Task.objects.filter(Q(title__icontains=name) | Q(outcome__icontains=name))
        others = others.exclude(customer__in=subject.customers)
        found += [
            Mention(
                f"agenda.tasks:{one.pk}",
                one.customer_id,
                " · ".join(filter(None, (one.title, one.outcome))),
            )
            for one in others.order_by("-pk")[:50]
        ]
    return found


def _blank_mention(pk: int, at: datetime) -> None:
    """The task stays with its day and its owner; its words go."""
    Task.objects.filter(pk=pk).update(title="…", outcome="")
    blank_texts(Task, [pk])


def _settled(before: date) -> QuerySet[Task]:
    midnight = datetime(before.year, before.month, before.day, tzinfo=house_zone())
    return Task.objects.filter(settled_at__lt=midnight)


def _look_tasks(before: date) -> Old:
    found = _settled(before)
    oldest = found.aggregate(oldest=Min("settled_at"))["oldest"]
    first = found.order_by("settled_at").values_list("settled_at", "title")[:EXAMPLES]
    said = [f"{formats.date(when)}: {title}" for when, title in first if when]
    return Old(found.count(), oldest.date() if oldest else None, said)


def _remove_old_tasks(before: date, most: int) -> int:
    return _remove_tasks(list(_settled(before).values_list("pk", flat=True)[:most]))


def _over(before: date) -> QuerySet[Appointment]:
    midnight = datetime(before.year, before.month, before.day, tzinfo=house_zone())
    return Appointment.objects.filter(ends_at__lt=midnight)


def _look_appointments(before: date) -> Old:
    found = _over(before)
    oldest = found.aggregate(oldest=Min("starts_at"))["oldest"]
    first = found.order_by("starts_at").values_list("starts_at", flat=True)[:EXAMPLES]
    return Old(
        found.count(), oldest.date() if oldest else None, [formats.moment(at) for at in first]
    )


def _remove_old_appointments(before: date, most: int) -> int:
    return _remove_appointments(list(_over(before).values_list("pk", flat=True)[:most]))


KEEP_WORD = _("To keep what was promised and agreed.")
HOLDINGS = (
    Holding("agenda.marks", _("What was decided about them on Today"), KEEP_WORD, INTEREST,
            ("agenda.TodayMark",), _marks, _erase_marks),
    Holding("agenda.ideas", _("Ideas for them"), _("To do something good for them."), INTEREST,
            ("agenda.Idea",), _ideas, _erase_ideas),
    Holding("agenda.links", _("Links by which they book"), KEEP_WORD, CONTRACT,
            ("agenda.CalendarLink",), _links, _erase_links),
    Holding("agenda.appointments", _("Appointments"), KEEP_WORD, CONTRACT,
            ("agenda.Appointment",), _appointments, _erase_appointments),
    Holding("agenda.tasks", _("Tasks and promises"), KEEP_WORD, CONTRACT,
            ("agenda.Task",), _tasks, _erase_tasks, mentions=_mentions, blank_mention=_blank_mention),
)  # fmt: skip
AGINGS = (
    Aging("agenda.tasks", _("Settled tasks and promises"), MONTHS, _look_tasks, _remove_old_tasks),
    Aging("agenda.appointments", _("Past appointments"), MONTHS, _look_appointments, _remove_old_appointments),
)  # fmt: skip
