"""Anna and Bernd are known here, and Anna's car."""

from datetime import date, datetime

import pytest
from tests.customers.folk import anna, bernd

from nahbar.circulation.models import Thing
from nahbar.circulation.operations.things import add_thing
from nahbar.core.models import User
from nahbar.customers.models import Customer
from nahbar.team.models import Firm

__all__ = ["anna", "bernd"]


@pytest.fixture(autouse=True)
def english(firm: Firm) -> None:
    """These tests read the pages in English."""
    Firm.objects.update(language="en")


@pytest.fixture
def car(anna: Customer, jonas: User, now: datetime) -> Thing:
    """What Anna drives."""
    told = {"name": "Tavaro Linea", "kind": "Vehicle", "mark": "G-412 BT"}
    return add_thing(anna, {**told, "since": date(2024, 5, 2)}, by=jonas, at=now)
