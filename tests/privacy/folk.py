"""Anna, whose data are asked for, and Bernd, who belongs to her."""

from datetime import datetime

import pytest

from nahbar.core.actors import THE_HOUSE
from nahbar.core.models import User
from nahbar.customers.models import Customer
from nahbar.customers.operations.addresses import add_address
from nahbar.customers.operations.create import create_customer
from nahbar.customers.operations.relations import relate
from nahbar.customers.operations.remarks import add_remark
from nahbar.moments.operations import note_encounter
from nahbar.team.models import Firm


def known(given: str, family: str, mail: str, at: datetime) -> Customer:
    fields = {"first_name": given, "last_name": family, "stage": "customer"}
    made = create_customer(fields, contacts=[("email", mail)], by=THE_HOUSE, at=at)
    return Customer.objects.get(pk=made.pk)


@pytest.fixture
def anna(firm: Firm, olga: User, now: datetime) -> Customer:
    """Anna Berger, with a mail address, a street, a like and a visit."""
    anna = known("Anna", "Berger", "anna@berger.example", now)
    add_address(anna, {"street": "Hauptplatz 5", "city": "Graz"}, by=THE_HOUSE, at=now)
    add_remark(anna, "likes", "Grüner Tee", by=olga, at=now)
    visit = {
        "kind": "contact",
        "channel": "visit",
        "occurred_at": now,
        "text": "Suchte ein Geschenk",
    }
    note_encounter(anna, visit, by=olga, at=now)
    return anna


@pytest.fixture
def bernd(anna: Customer, olga: User, now: datetime) -> Customer:
    """Bernd Moser, married to Anna; her name stands in a remark on him."""
    bernd = known("Bernd", "Moser", "bernd@moser.example", now)
    relate(anna, bernd, "married_to", by=olga, at=now)
    add_remark(bernd, "good_to_know", "Verheiratet mit Anna Berger", by=olga, at=now)
    return bernd
