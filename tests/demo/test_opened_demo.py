"""What a demo firm that was opened holds."""

from datetime import datetime, timedelta

import pytest

from nahbar.core.access import Role
from nahbar.core.actors import THE_HOUSE
from nahbar.core.files import read_stored
from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer, Relation
from nahbar.demo.models import Demo
from nahbar.demo.operations.open_demo import open_demo
from nahbar.intake.models import Import, RejectedRow
from nahbar.moments.models import Encounter
from nahbar.sales.models import Order
from nahbar.team.models import OWNERS_PLACE, Branch, Firm
from nahbar.value.models import CustomerValue

pytestmark = pytest.mark.django_db


def test_every_row_of_its_files_is_taken_over_as_proposed(small_demo: Demo) -> None:
    taken = Import.objects.get()
    assert (taken.state, taken.rows_rejected) == ("done", 0)
    assert taken.rows_stored == taken.rows_read == taken.rows_total
    assert not RejectedRow.objects.exists()
    assert Customer.objects.count() == 120


def test_orders_have_dates_margins_branches_and_kinds(small_demo: Demo) -> None:
    assert set(Branch.objects.values_list("name", flat=True)) == {"Graz", "Leoben"}
    assert Order.objects.filter(cost=0, amount__gt=0).count() == 0
    assert Order.objects.filter(promised_on__isnull=False).exists()
    assert {"order", "cancellation"} <= set(Order.objects.values_list("kind", flat=True))
    assert Order.objects.filter(customer=None).exists()


def test_each_customer_has_a_value_when_it_is_ready(small_demo: Demo) -> None:
    assert small_demo.step == Demo.Step.READY
    assert CustomerValue.objects.filter(run__state="current").count() == 120


def test_moments_know_who_of_us_was_there(small_demo: Demo) -> None:
    met = Encounter.objects.exclude(by=None)
    assert met.filter(by__name="Peter Wurzinger").exists()
    assert Encounter.objects.filter(mood__isnull=False).exists()


def test_who_was_sent_by_whom_is_known(small_demo: Demo) -> None:
    assert Relation.objects.filter(kind="sent_by").exists()


def test_the_parcel_that_never_came_stands_in_a_timeline(small_demo: Demo) -> None:
    customer = Customer.objects.get(family_name="Moosbrugger", given_name="Katharina")
    said = Encounter.objects.filter(customer=customer).order_by("-occurred_at")
    assert said[0].kind == "cancellation"
    assert customer.orders.filter(promised_on__isnull=False).exists()


def test_eight_colleagues_with_faces_cannot_sign_in(small_demo: Demo) -> None:
    people = User.objects.filter(pk__in=small_demo.people)
    assert people.count() == 8
    assert not any(person.has_usable_password() for person in people)
    assert {person.role for person in people} == {Role.MANAGER, Role.STAFF}
    for person in people:
        assert person.picture is not None
        assert read_stored(person.picture).startswith(b"<svg")


def test_in_a_house_of_nobody_the_visitor_is_its_owner(small_demo: Demo) -> None:
    place = User.objects.get(email=OWNERS_PLACE)
    assert small_demo.is_lent
    assert (place.name, place.role) == ("Renate Amselberger", Role.OWNER)
    assert not place.has_usable_password()
    assert Firm.objects.get().name == "Autohaus Amselberger"


def test_the_ledger_says_so_once(small_demo: Demo) -> None:
    entry = LedgerEntry.objects.get(action="demo.opened")
    assert entry.details["customers"] == 120


def test_a_second_one_is_refused(small_demo: Demo, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        open_demo(by=THE_HOUSE, at=now)
    assert refused.value.code == "demo_there"


def test_its_last_day_is_yesterday(small_demo: Demo, now: datetime) -> None:
    latest = Encounter.objects.latest("occurred_at").occurred_at
    assert now - timedelta(days=40) < latest < now
