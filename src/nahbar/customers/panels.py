"""Our pieces of the customer's page: who they are, how they are reached, what is known and whence."""

from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext as _

from nahbar.core import clock, formats
from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.panels import Panel
from nahbar.customers.models import ContactPoint, Customer, ImportantDay, Remark
from nahbar.customers.models.customer import Kind, Stage
from nahbar.customers.names import name_of
from nahbar.customers.queries import (
    CALLED,
    addresses_of,
    contact_points_of,
    days_near,
    days_of,
    numbers_of,
    numbers_with_source,
    records_of,
    relatives_of,
    remarks_of,
)
from nahbar.customers.words import (
    address_lines,
    contact_in_words,
    contact_url,
    day_in_words,
    day_title,
    said_by,
    source_name,
)

WEEK = 7
MOST_DAYS = 8
OLDEST = 120  # years; beyond it the year was typed wrongly


def marks_panel(request: HttpRequest, customer: Customer) -> Panel:
    """What they are to us, in chips, and the way to change it."""
    chips = [] if customer.stage == Stage.CUSTOMER else [str(Stage(customer.stage).label)]
    if customer.kind != Kind.PERSON:
        chips.append(str(Kind(customer.kind).label))
    tags = list(customer.tags.order_by("name").values_list("name", flat=True))
    shows = {"customer": customer, "chips": chips, "tags": tags, "may_edit": _may_edit(request)}
    return Panel("customers/panels/marks.html", shows, place="marks", rank=10)


def call_panel(request: HttpRequest, customer: Customer) -> Panel | None:
    """Under the name, where the thumb is: calling and writing."""
    points = contact_points_of(customer)
    best = [
        next((one for kind in kinds for one in points if one.kind == kind), None)
        for kinds in (CALLED, (ContactPoint.Kind.EMAIL,))
    ]
    ways = [
        {"url": contact_url(one), "text": contact_in_words(one), "drawing": drawing}
        for one, drawing in zip(best, ("phone", "mail"), strict=True)
        if one and contact_url(one)
    ]
    return (
        Panel("customers/panels/call.html", {"ways": ways}, place="marks", rank=5) if ways else None
    )


def today_panel(request: HttpRequest) -> Panel | None:
    """Whose birthday or other day comes within a week."""
    today = clock.today()
    near = days_near(today, WEEK, MOST_DAYS)
    if not near:
        return None
    numbers = numbers_of([day.customer_id for _falls, day in near])
    told = [
        {
            "name": name_of(day.customer, numbers.get(day.customer_id, [])),
            "public_id": day.customer.public_id,
            "when": _near(falls, today),
            "what": _occasion(day, falls),
        }
        for falls, day in near
    ]
    return Panel("customers/panels/today.html", {"coming_days": told}, place="aside", rank=20)


def remarks_panel(request: HttpRequest, customer: Customer) -> Panel | None:
    """Likes, dislikes, good to know: who wrote it, and that the customer may read it."""
    remarks = remarks_of(customer)
    groups = [
        (str(kind.label), [(one.text, said_by(one)) for one in remarks if one.kind == kind])
        for kind in Remark.Kind
    ]
    shows = {"remarks": [group for group in groups if group[1]]}
    return _aside("remarks", shows, request, customer, rank=30, is_known=bool(remarks))


def reach_panel(request: HttpRequest, customer: Customer) -> Panel | None:
    """Mails, numbers, pages, addresses."""
    points = [
        (
            str(point.get_kind_display()),
            contact_in_words(point),
            contact_url(point),
            str(point.use and point.get_use_display()),
        )
        for point in contact_points_of(customer)
    ]
    addresses = [
        (address_lines(one), str(one.use and one.get_use_display()))
        for one in addresses_of(customer)
    ]
    shows = {"points": points, "addresses": addresses}
    return _aside("reach", shows, request, customer, rank=40, is_known=bool(points or addresses))


def days_panel(request: HttpRequest, customer: Customer) -> Panel | None:
    """Birthdays and other days."""
    days = [(day_title(day), day_in_words(day)) for day in days_of(customer)]
    return _aside("days", {"days": days}, request, customer, rank=50, is_known=bool(days))


def relations_panel(request: HttpRequest, customer: Customer) -> Panel | None:
    """To whom they belong."""
    relatives = relatives_of(person_in(request), customer)
    shows = {"relatives": relatives}
    return _aside("relations", shows, request, customer, rank=60, is_known=bool(relatives))


def sources_panel(request: HttpRequest, customer: Customer) -> Panel:
    """Under which numbers they are known, which source says something of them, and since when."""
    numbers = [
        (source_name(one.source), one.number, formats.date(one.recorded_at))
        for one in numbers_with_source(customer)
    ]
    records = [
        (source_name(record.source), formats.date(record.recorded_at))
        for record in records_of(customer)
    ]
    shows = {"customer": customer, "numbers": numbers, "records": records}
    return Panel("customers/panels/sources.html", shows, place="aside", rank=90)


def _near(day: date, today: date) -> str:
    if day == today:
        return _("today")
    return _("tomorrow") if (day - today).days == 1 else formats.weekday(day)


def _occasion(day: ImportantDay, falls: date) -> str:
    """What the day is; of a birthday whose year is known, how old they become."""
    age = falls.year - day.year if day.year else 0
    if day.kind == ImportantDay.Kind.BIRTHDAY and 0 < age < OLDEST:
        return _("turns %(age)s") % {"age": age}
    return day_title(day)


def _aside(
    name: str,
    shows: Mapping[str, object],
    request: HttpRequest,
    customer: Customer,
    *,
    rank: int,
    is_known: bool,
) -> Panel | None:
    """A piece of the side column; without anything known only for who may add something."""
    may_edit = _may_edit(request)
    if not is_known and not may_edit:
        return None
    context = {**shows, "customer": customer, "may_edit": may_edit}
    return Panel(f"customers/panels/{name}.html", context, place="aside", rank=rank)


def _may_edit(request: HttpRequest) -> bool:
    return may(person_in(request), Ability.EDIT_CUSTOMERS)
