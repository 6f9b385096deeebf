"""Anna is at home in Graz, Bernd in Wien; Jonas works in Graz."""

from datetime import datetime

import pytest
from tests.customers.folk import anna, bernd
from tests.customers.own import define, fill

from nahbar.core.actors import THE_HOUSE
from nahbar.core.models import User
from nahbar.customers.models import Customer
from nahbar.customers.operations.change import change_customer
from nahbar.customers.operations.hand import shown_now
from nahbar.team.models import Branch, ScopeKind
from nahbar.team.operations.scopes import set_scope

__all__ = ["anna", "bernd", "define", "fill"]


@pytest.fixture
def graz(db: None, now: datetime) -> Branch:
    """Here."""
    return Branch.objects.create(name="Graz", created_at=now)


@pytest.fixture
def wien(db: None, now: datetime) -> Branch:
    """There."""
    return Branch.objects.create(name="Wien", created_at=now)


def settle(customer: Customer, now: datetime, **said: object) -> Customer:
    """Say something of a customer by hand."""
    return change_customer(customer, said, seen=shown_now(customer), by=THE_HOUSE, at=now)


def see_only(person: User, *branches: Branch, mia: User, now: datetime) -> User:
    """From now on the person sees these branches; without one, whom they care for."""
    kind = ScopeKind.BRANCHES if branches else ScopeKind.OWN
    set_scope(person, kind, branches, by=mia, at=now)
    return User.objects.get(pk=person.pk)


@pytest.fixture
def at_home(anna: Customer, bernd: Customer, graz: Branch, wien: Branch, now: datetime) -> None:
    """Anna is a customer of Graz, Bernd one of Wien."""
    settle(anna, now, branch_id=str(graz.pk))
    settle(bernd, now, branch_id=str(wien.pk))
