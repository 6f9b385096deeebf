"""Our items for somebody's day: whose birthday or other day comes, and who is new since yesterday."""

from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from nahbar.core import formats
from nahbar.core.access import Ability, may
from nahbar.core.clock import house_zone
from nahbar.core.models import User
from nahbar.core.today import Item, ItemKind
from nahbar.customers.models import Customer, ImportantDay
from nahbar.customers.models.customer import Stage
from nahbar.customers.queries import days_near
from nahbar.customers.words import day_title

WEEK = 7
MOST_DAYS = 24
MOST_NEW = 12
LATEST = 60  # customers looked at, the newest
OLDEST = 120  # years; beyond it the year was typed wrongly


def day_items(person: User, at: datetime) -> list[Item]:
    """Days within a week of the customers this person cares for, and of those nobody cares for."""
    if not may(person, Ability.SEE_CUSTOMERS):
        return []
    today = at.astimezone(house_zone()).date()
    theirs = Customer.objects.filter(cared_for_by=person).values("pk")
    near = days_near(today, WEEK, MOST_DAYS, of=Q(customer__in=theirs))
    near += days_near(today, WEEK, MOST_DAYS, of=Q(customer__cared_for_by=None))
    return [_day_item(day, falls, person, today) for falls, day in near]


def new_items(person: User, at: datetime) -> list[Item]:
    """Customers nobody else cares for yet who came since yesterday; a crowd of them is one item."""
    if not may(person, Ability.SEE_CUSTOMERS):
        return []
    today = at.astimezone(house_zone()).date()
    since = datetime.combine(today - timedelta(days=1), time(), house_zone())
    # The newest by key: a condition on the day would read the whole table where nobody is new.
    newest = Customer.objects.order_by("-pk")[:LATEST]
    new = [one for one in newest if one.created_at >= since and one.cared_for_by_id in {None, person.pk}]  # fmt: skip
    if len(new) > MOST_NEW:
        return [_crowd(len(new), today)]
    return [_new_item(customer) for customer in new]


def _day_item(day: ImportantDay, falls: date, person: User, today: date) -> Item:
    ahead = (falls - today).days
    is_theirs = day.customer.cared_for_by_id == person.pk
    return Item(
        key=f"day:{day.customer_id}:{day.kind}:{falls.isoformat()}",
        kind=ItemKind.DAY,
        customer_id=day.customer_id,
        due_at=datetime.combine(falls, time(), house_zone()),
        title=_occasion(day, falls),
        why=_("you are their person with us") if is_theirs else "",
        minutes=5,
        weight=(0.45 if is_theirs else 0.35) - 0.02 * ahead,
    )


def _occasion(day: ImportantDay, falls: date) -> str:
    """What the day is; of a birthday whose year is known, how old they become."""
    age = falls.year - day.year if day.year else 0
    if day.kind == ImportantDay.Kind.BIRTHDAY and 0 < age < OLDEST:
        return _("Birthday: turns %(age)s") % {"age": age}
    return day_title(day)


def _new_item(customer: Customer) -> Item:
    parts = [str(Stage(customer.stage).label), _("since %(date)s") % {"date": formats.date(customer.created_at)}]  # fmt: skip
    if customer.found_us:
        parts.append(_("found us through: %(how)s") % {"how": customer.found_us})
    return Item(
        key=f"new:{customer.pk}",
        kind=ItemKind.NEW,
        customer_id=customer.pk,
        due_at=None,
        title=_("New in the house"),
        why=" · ".join(parts),
        minutes=5,
        weight=0.3,
    )


def _crowd(count: int, today: date) -> Item:
    told = {"count": formats.number(count)}
    is_cut = count >= LATEST
    sentence = _("More than %(count)s new customers") if is_cut else _("%(count)s new customers")
    return Item(
        key=f"new:crowd:{today.isoformat()}",
        kind=ItemKind.NEW,
        customer_id=None,
        due_at=None,
        title=sentence % told,
        why=_("since yesterday; so many come with an import"),
        weight=0.2,
        url=reverse("customers"),
    )
