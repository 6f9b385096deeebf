"""Which customers a text points to: a number, a mail address, a telephone number, a name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nahbar.customers.folding import fold
from nahbar.customers.models import ContactPoint, Customer, CustomerNumber
from nahbar.customers.paging import begins_with, page_by_name, words_of
from nahbar.customers.typed import PHONES, digits, e164, visible
from nahbar.team.queries import house_country

FEWEST_DIGITS = 5


@dataclass(frozen=True)
class Finder:
    """`find` gives primary keys of customers, best first; `why` says what was found; `score` 0 … 1."""

    find: Callable[[str, int], list[int]]
    why: str | Promise
    score: float


@dataclass(frozen=True)
class Found:
    """A customer whom a text may mean, and why."""

    customer: Customer
    why: str
    score: float


def find_customers(
    customers: QuerySet[Customer], text: str, *, further: Iterable[Finder] = (), limit: int = 20
) -> list[Found]:
    """Whom of `customers` the text may mean, best first: by number, mail and phone, then by name."""
    text = visible(text)
    found = find_by_numbers(customers, text, further=further, limit=limit)
    known = {one.customer.pk for one in found}
    named = page_by_name(customers, text, limit=limit).customers if text.strip() else []
    words = set(words_of(text))
    for customer in named:
        if customer.pk not in known:
            share = len(words) / max(len(fold(customer.name).split()), len(words), 1)
            found.append(Found(customer, str(_("Name")), round(0.8 * share, 2)))
    return found[:limit]


def find_by_numbers(
    customers: QuerySet[Customer], text: str, *, further: Iterable[Finder] = (), limit: int = 20
) -> list[Found]:
    """Whom of `customers` the text points to as a number or an address; `further` finders come last."""
    text = visible(text)
    reasons: dict[int, Finder] = {}
    for finder in (*FINDERS, *further):
        for customer in finder.find(text, limit):
            reasons.setdefault(customer, finder)
    if not reasons:
        return []
    seen = customers.in_bulk(list(reasons))
    return [
        Found(seen[pk], str(finder.why), finder.score)
        for pk, finder in reasons.items()
        if pk in seen
    ][:limit]


def find_by_customer_number(text: str, limit: int) -> list[int]:
    """Customers whom some source calls by this number."""
    typed = text.strip()
    if not typed or len(typed) > 60:
        return []
    numbers = CustomerNumber.objects.filter(number__in={typed, typed.upper()}, valid_until=None)
    return _distinct(numbers.order_by("id").values_list("customer_id", flat=True), limit)


def find_by_mail(text: str, limit: int) -> list[int]:
    """Customers whose mail address begins so; asked only when there is an @ in it."""
    typed = text.strip().lower()
    if "@" not in typed or len(typed) > 254:
        return []
    points = ContactPoint.objects.filter(begins_with("normal", typed), kind="email")
    return _distinct(_current(points), limit)


def find_by_phone(text: str, limit: int) -> list[int]:
    """Customers whose number begins with these digits, dialled from here or from abroad."""
    typed = digits(text)
    if len(typed) < FEWEST_DIGITS or any(letter.isalpha() for letter in text):
        return []
    country = house_country()
    spellings = {typed, digits(e164(text, country)), _with_country(text, typed, country)}
    wanted = Q()
    for spelling in spellings - {""}:
        wanted |= begins_with("normal", spelling)
    return _distinct(_current(ContactPoint.objects.filter(wanted, kind__in=PHONES)), limit)


def _with_country(text: str, typed: str, country: str) -> str:
    """The beginning of a domestic number as it stands in E.164, too short yet to be valid."""
    code = {"AT": "43", "DE": "49", "CH": "41"}.get(country, "")
    if text.strip().startswith("+") or not code:
        return ""
    if typed.startswith("00"):
        return typed[2:]
    return code + typed[1:] if typed.startswith("0") else ""


def _current(points: QuerySet[ContactPoint]) -> QuerySet[ContactPoint, int]:
    current = points.filter(valid_until=None).order_by("normal", "id")
    return current.values_list("customer_id", flat=True)


def _distinct(found: QuerySet[Any, int], limit: int) -> list[int]:
    return list(dict.fromkeys(found[: limit * 4]))[:limit]


FINDERS = (
    Finder(find_by_customer_number, _("Customer number"), 1.0),
    Finder(find_by_mail, _("Mail"), 0.9),
    Finder(find_by_phone, _("Phone"), 0.9),
)
