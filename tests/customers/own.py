"""Fields that the small town makes for itself."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest

from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.customers.models import Choice, ChoiceList, Customer, OwnField
from nahbar.customers.operations.choice_lists import make_list
from nahbar.customers.operations.own_fields import define_field
from nahbar.customers.operations.own_values import set_own_values
from nahbar.customers.own_fields.values import values_of

Define = Callable[..., OwnField]
Fill = Callable[..., Customer]


@pytest.fixture
def define(mia: User, now: datetime) -> Define:
    """Mia makes a field; `words` are the values of its list."""

    def define(label: str, kind: str = "text", words: Sequence[str] = (), **more: Any) -> OwnField:
        if words:
            more["choice_list"] = make_list(label, words, by=mia, at=now)
        return define_field(label, kind, by=mia, at=now, **more)

    return define


@pytest.fixture
def fill(jonas: User, now: datetime) -> Fill:
    """Jonas writes down what stands in fields of a customer."""

    def fill(customer: Customer, **values: Any) -> Customer:
        return set_own_values(customer, values, by=jonas, at=now)

    return fill


@contextmanager
def refused(code: str) -> Iterator[None]:
    """What happens inside must be refused for this reason, in a sentence."""
    with pytest.raises(Refused) as refusal:
        yield
    assert refusal.value.code == code
    assert str(refusal.value)


def shown(customer: Customer, field: OwnField) -> str:
    """What people read in a field of a customer; empty where there is nothing."""
    field.refresh_from_db()
    found = values_of([customer.pk], [field]).get(customer.pk, {})
    return found[field.key].text if found else ""


def choice(choice_list: ChoiceList | None, label: str) -> Choice:
    """A value of a list."""
    return Choice.objects.get(choice_list=choice_list, label=label)
