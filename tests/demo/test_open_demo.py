"""The demo firm comes in as any firm does: people, files, figures."""

from datetime import datetime, timedelta

import pytest
from tests.demo.conftest import Open

from nahbar.core.access import Role
from nahbar.core.actors import THE_HOUSE
from nahbar.core.files import read_stored
from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import Refused
from nahbar.core.turns import turn
from nahbar.customers.models import Customer, Relation
from nahbar.demo.models import Demo
from nahbar.demo.operations.open_demo import open_demo
from nahbar.intake.models import Import, RejectedRow
from nahbar.moments.models import Encounter
from nahbar.sales.models import Order
from nahbar.team.models import OWNERS_PLACE, Branch, Firm
from nahbar.value.models import CustomerValue

pytestmark = pytest.mark.django_db


def test_every_row_of_its_files_is_taken_over_as_proposed(open_small: Open) -> None:
    open_small()
    taken = Import.objects.get()
    assert (taken.state, taken.rows_rejected) == ("done", 0)
    assert taken.rows_stored == taken.rows_read == taken.rows_total
    assert not RejectedRow.objects.exists()
    assert Customer.objects.count() == 120


def test_orders_have_dates_margins_branches_and_kinds(open_small: Open) -> None:
    open_small()
    assert set(Branch.objects.values_list("name", flat=True)) == {"Graz", "Leoben"}
    assert Order.objects.filter(cost=0, amount__gt=0).count() == 0
    assert Order.objects.filter(promised_on__isnull=False).exists()
    assert {"order", "cancellation"} <= set(Order.objects.values_list("kind", flat=True))
    assert Order.objects.filter(customer=None).exists()


def test_each_customer_has_a_value_when_it_is_ready(open_small: Open) -> None:
    demo = open_small()
    assert demo.step == Demo.Step.READY
    assert CustomerValue.objects.filter(run__state="current").count() == 120


def test_moments_know_who_of_us_was_there(open_small: Open) -> None:
    open_small()
    met = Encounter.objects.exclude(by=None)
    assert met.filter(by__name="Peter Wurzinger").exists()
    assert Encounter.objects.filter(mood__isnull=False).exists()


def test_who_was_sent_by_whom_is_known(open_small: Open) -> None:
    open_small()
    assert Relation.objects.filter(kind="sent_by").exists()


def test_the_parcel_that_never_came_stands_in_a_timeline(open_small: Open) -> None:
    open_small()
    customer = Customer.objects.get(family_name="Moosbrugger", given_name="Katharina")
    said = Encounter.objects.filter(customer=customer).order_by("-occurred_at")
    assert said[0].kind == "cancellation"
    assert customer.orders.filter(promised_on__isnull=False).exists()


def test_eight_colleagues_with_faces_cannot_sign_in(open_small: Open) -> None:
    demo = open_small()
    people = User.objects.filter(pk__in=demo.people)
    assert people.count() == 8
    assert not any(person.has_usable_password() for person in people)
    assert {person.role for person in people} == {Role.MANAGER, Role.STAFF}
    for person in people:
        assert person.picture is not None
        assert read_stored(person.picture).startswith(b"<svg")


def test_in_a_house_of_nobody_the_visitor_is_its_owner(open_small: Open) -> None:
    demo = open_small()
    place = User.objects.get(email=OWNERS_PLACE)
    assert demo.is_lent
    assert (place.name, place.role) == ("Renate Amselberger", Role.OWNER)
    assert not place.has_usable_password()
    assert Firm.objects.get().name == "Autohaus Amselberger"


def test_in_a_house_that_is_set_up_firm_and_owner_stay(
    olga: User, firm: Firm, open_small: Open
) -> None:
    demo = open_small()
    firm.refresh_from_db()
    assert not demo.is_lent
    assert firm.name == "Buchhandlung Lind"
    assert len(demo.people) == 9


def test_the_ledger_says_so_once(open_small: Open) -> None:
    open_small()
    entry = LedgerEntry.objects.get(action="demo.opened")
    assert entry.details["customers"] == 120


def test_it_is_refused_where_there_are_data(firm: Firm, now: datetime) -> None:
    Customer.objects.create(name="Anna Huber", created_at=now)
    with pytest.raises(Refused) as refused:
        open_demo(by=THE_HOUSE, at=now)
    assert refused.value.code == "data_there"
    assert not Demo.objects.exists()


def test_a_second_one_is_refused(open_small: Open, now: datetime) -> None:
    open_small()
    with pytest.raises(Refused) as refused:
        open_demo(by=THE_HOUSE, at=now)
    assert refused.value.code == "demo_there"


def test_who_may_not_set_up_the_house_is_refused(mia: User, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        open_demo(by=mia, at=now)
    assert refused.value.code == "not_allowed"
    assert not Demo.objects.exists()


def test_while_it_is_being_made_nobody_else_makes_it(transactional_db: None, now: datetime) -> None:
    from django.db import connection  # noqa: PLC0415

    if connection.vendor == "postgresql":
        pytest.skip("the same session may take its own turn twice")
    with turn("demo"), pytest.raises(Refused) as refused:
        open_demo(by=THE_HOUSE, at=now)
    assert refused.value.code == "demo_busy"


def test_what_was_cut_off_is_made_anew(open_small: Open, now: datetime) -> None:
    open_small()
    Demo.objects.update(step=Demo.Step.STORING)
    demo = open_small()
    assert demo.step == Demo.Step.READY
    assert (Customer.objects.count(), User.objects.count()) == (120, 9)


def test_its_last_day_is_yesterday(open_small: Open, now: datetime) -> None:
    open_small()
    latest = Encounter.objects.latest("occurred_at").occurred_at
    assert now - timedelta(days=40) < latest < now
