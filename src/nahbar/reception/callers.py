"""Whose number it is: found by its normal form, in two queries however many numbers are asked for."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from nahbar.customers.models import ContactPoint
from nahbar.customers.typed import PHONES
from nahbar.reception.numbers import spellings, stems

MOST = 5  # people shown for one number; a switchboard may belong to many


@dataclass(frozen=True)
class Match:
    """A customer (primary key) whose number it is; `is_near`: another extension of the same house."""

    customer: int
    is_near: bool = False


def who_has(numbers: Collection[str]) -> dict[str, list[Match]]:
    """For each of these numbers, who has it; where nobody does, who has the number it belongs to."""
    exact = {number: spellings(number) for number in numbers if number}
    found = _owners({form for forms in exact.values() for form in forms})
    told = {number: _matches(forms, found) for number, forms in exact.items()}
    near = {number: stems(number) for number, matches in told.items() if not matches}
    wanted = {stem for forms in near.values() for stem in forms}
    if wanted:
        found = _owners(wanted)
        for number, forms in near.items():
            nearest = next((form for form in forms if form in found), None)
            if nearest:
                told[number] = [Match(one, is_near=True) for one in found[nearest][:MOST]]
    return told


def _matches(forms: Collection[str], found: dict[str, list[int]]) -> list[Match]:
    customers = dict.fromkeys(one for form in sorted(forms) for one in found.get(form, []))
    return [Match(one) for one in list(customers)[:MOST]]


def _owners(forms: Collection[str]) -> dict[str, list[int]]:
    """Whose these digits are, by digits; the last to be written down first."""
    owners: dict[str, list[int]] = {}
    for normal, customer in _points(forms).order_by("-id").values_list("normal", "customer_id"):
        mine = owners.setdefault(normal, [])
        if customer not in mine:
            mine.append(customer)
    return owners


def _points(forms: Collection[str]) -> QuerySet[ContactPoint]:
    return ContactPoint.objects.filter(normal__in=forms, valid_until=None, kind__in=PHONES)
