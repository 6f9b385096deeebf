"""Customers of the small town."""

from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from nahbar.core.actors import THE_HOUSE
from nahbar.core.models import Source
from nahbar.core.search import changed
from nahbar.customers.models import Customer, CustomerNumber, SourceRecord
from nahbar.customers.operations.create import create_customer
from nahbar.team.models import Firm

NOT_SEEN: dict[str, Any] = {}


def write_down(at: datetime, **fields: Any) -> Customer:
    """Somebody known by hand."""
    return create_customer(fields, by=THE_HOUSE, at=at)


def known_from_shop(at: datetime, number: str, **shown: Any) -> Customer:
    """Somebody whom only a shop's export knows, by a number."""
    shop, _made = Source.objects.get_or_create(name="Shop", defaults={"created_at": at})
    customer = Customer.objects.create(created_at=at, **shown)
    record = SourceRecord.objects.create(
        customer=customer, source=shop, key=number, fields={}, recorded_at=at
    )
    CustomerNumber.objects.create(
        customer=customer, record=record, source=shop, number=number, recorded_at=at
    )
    with transaction.atomic():
        changed([customer.pk])
    return customer


@pytest.fixture
def anna(firm: Firm, now: datetime) -> Customer:
    """Mag. Anna Berger, a customer."""
    return write_down(
        now,
        salutation="ms",
        title="Mag.",
        first_name="Anna",
        last_name="Berger",
        stage="customer",
        found_us="Karin Egger",
    )


@pytest.fixture
def bernd(firm: Firm, now: datetime) -> Customer:
    """Bernd Moser, a prospect."""
    return write_down(now, salutation="mr", first_name="Bernd", last_name="Moser", stage="prospect")
