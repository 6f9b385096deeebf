"""The faces of many customers, for the room's lists."""

from collections.abc import Collection
from dataclasses import dataclass

from nahbar.core.faces import Face
from nahbar.customers.models import Customer
from nahbar.customers.names import face_of_customer
from nahbar.customers.queries import numbers_of


@dataclass(frozen=True)
class Person:
    """A customer as they stand in a row."""

    customer: Customer
    face: Face


def people_of(ids: Collection[int]) -> dict[int, Person]:
    """These customers (primary keys) in that order, without those who were removed. Two queries."""
    customers, numbers = Customer.objects.in_bulk(list(ids)), numbers_of(ids)
    return {
        pk: Person(customers[pk], face_of_customer(customers[pk], numbers.get(pk, [])))
        for pk in ids
        if pk in customers
    }
