"""Which customers a text points to: a number, a mail address, a telephone number, words of theirs."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from nahbar.core.search import Finder, Hit, not_found_yet, search_customers
from nahbar.customers.models import ContactPoint, Customer, CustomerNumber
from nahbar.customers.paging import begins_with, page_by_name
from nahbar.customers.typed import PHONES, digits, e164, visible
from nahbar.team.queries import house_country

FEWEST_DIGITS = 5
BEYOND = 8  # so many more are looked for than asked, for some may not be seen
BY_NAME = 0.3


@dataclass(frozen=True)
class Found:
    """A customer whom a text may mean, and why."""

    customer: Customer
    why: str
    score: float
    is_guess: bool = False


def find_customers(customers: QuerySet[Customer], text: str, *, limit: int = 20) -> list[Found]:
    """Whom of `customers` the text may mean, best first.

    While many wait to be indexed, those whose names begin so are found beside.
    """
    hits = search_customers(text, limit + BEYOND)
    seen = customers.in_bulk([hit.customer_id for hit in hits]) if hits else {}
    found = [_found(seen[hit.customer_id], hit) for hit in hits if hit.customer_id in seen][:limit]
    typed = visible(text)
    if len(found) < limit and typed.strip() and not_found_yet() != 0:
        known = {one.customer.pk for one in found}
        named = page_by_name(customers, typed, limit=limit).customers
        found += [Found(one, str(_("Name")), BY_NAME) for one in named if one.pk not in known]
    return found[:limit]


def _found(customer: Customer, hit: Hit) -> Found:
    return Found(customer, hit.why, round(hit.score, 2), hit.is_guess)


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
    Finder(find_by_customer_number, _("Customer number"), 1.0, "number"),
    Finder(find_by_mail, _("Mail"), 0.95, "mail"),
    Finder(find_by_phone, _("Phone"), 0.95, "phone"),
)
