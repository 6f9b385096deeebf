"""Who changed what: read by whom it concerns, narrowed down, and taken back."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries
from tests.agenda.folk import take_on
from tests.customers.folk import anna, bernd

from nahbar.core import clock
from nahbar.core.models import LedgerEntry, User
from nahbar.customers.models import Customer
from nahbar.customers.operations.change import change_customer
from nahbar.customers.operations.hand import shown_now
from nahbar.customers.operations.remarks import add_remark
from nahbar.customers.operations.tags import tag
from nahbar.team.models import Firm, Scope

__all__ = ["anna", "bernd"]
pytestmark = pytest.mark.django_db
Call = Callable[[Customer, str, User], LedgerEntry]


@pytest.fixture(autouse=True)
def english(firm: Firm) -> None:
    Firm.objects.update(language="en")


@pytest.fixture
def call() -> Call:
    """Somebody calls a customer otherwise, now."""

    def call(customer: Customer, name: str, by: User) -> LedgerEntry:
        change_customer(
            customer, {"last_name": name}, seen=shown_now(customer), by=by, at=clock.now()
        )
        customer.refresh_from_db()
        return LedgerEntry.objects.latest("pk")

    return call


def test_each_change_says_who_and_what_before_and_after(
    as_mia: Client, anna: Customer, jonas: User, call: Call
) -> None:
    before = anna.family_name
    call(anna, "Egger", jonas)
    page = as_mia.get(reverse("changes")).text
    assert "Jonas Falk: changed" in page
    assert f"<del>{before}</del>" in page
    assert "<ins>Egger</ins>" in page
    assert reverse("customer", args=[anna.public_id]) in page


def test_one_s_own_change_is_taken_back_there(
    as_jonas: Client, anna: Customer, jonas: User, call: Call
) -> None:
    before, entry = anna.family_name, call(anna, "Egger", jonas)
    undo = reverse("change_take_back", args=[entry.pk])
    assert undo in as_jonas.get(reverse("changes")).text
    answer = as_jonas.post(undo, {"back": reverse("changes")})
    assert answer["Location"] == reverse("changes")
    anna.refresh_from_db()
    assert anna.family_name == before
    page = as_jonas.get(reverse("changes")).text
    assert undo not in page
    assert "taken back by Jonas Falk" in page


def test_another_s_change_has_no_button_for_who_does_not_lead(
    as_jonas: Client, as_mia: Client, anna: Customer, mia: User, call: Call
) -> None:
    undo = reverse("change_take_back", args=[call(anna, "Egger", mia).pk])
    assert undo not in as_jonas.get(reverse("changes")).text
    assert as_jonas.post(undo).status_code == 403
    assert undo in as_mia.get(reverse("changes")).text


def test_where_something_newer_stands_both_are_shown(
    as_jonas: Client, anna: Customer, jonas: User, mia: User, call: Call
) -> None:
    before, entry = anna.family_name, call(anna, "Egger", jonas)
    call(anna, "Moser", mia)
    answer = as_jonas.post(reverse("change_take_back", args=[entry.pk]))
    assert answer.status_code == 422
    assert before in answer.text
    assert "Moser" in answer.text
    anna.refresh_from_db()
    assert anna.family_name == "Moser"


def test_it_is_narrowed_down_by_colleague_room_customer_and_day(
    as_mia: Client, anna: Customer, bernd: Customer, jonas: User, mia: User, call: Call
) -> None:
    call(anna, "Egger", jonas)
    call(bernd, "Moser", mia)
    take_on(jonas, clock.now(), due_on=clock.today(), title="Send the offer", customer=anna)
    asked = {"by": str(jonas.public_id)}
    assert "Moser" not in as_mia.get(reverse("changes"), asked).text
    page = as_mia.get(reverse("changes"), {"room": "agenda"}).text
    assert ("Send the offer" in page, "Egger" in page) == (True, False)
    page = as_mia.get(reverse("changes"), {"customer": str(anna.public_id)}).text
    assert ("Send the offer" in page, "Egger" in page, "Moser" in page) == (True, True, False)
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    assert "Egger" not in as_mia.get(reverse("changes"), {"since": tomorrow}).text


def test_older_ones_are_found_by_key(as_mia: Client, anna: Customer, jonas: User) -> None:
    for number in range(55):
        add_remark(anna, "likes", f"Tea number {number:02}", by=jonas, at=clock.now())
    page = as_mia.get(reverse("changes"))
    assert ("Tea number 54" in page.text, "Tea number 02" in page.text) == (True, False)
    key = LedgerEntry.objects.order_by("-pk")[49].pk
    assert f"before={key}" in page.text
    assert "Tea number 02" in as_mia.get(reverse("changes"), {"before": str(key)}).text


@pytest.mark.parametrize("bad", [{"by": "x"}, {"before": "-1"}, {"before": "9" * 40}, {"since": "soon"}, {"room": "'"}])  # fmt: skip
def test_what_nobody_can_mean_is_left_out(as_mia: Client, bad: dict[str, str]) -> None:
    assert as_mia.get(reverse("changes"), bad).status_code == 200


def test_a_customer_who_is_not_for_somebody_is_not_there(
    as_jonas: Client, jonas: User, mia: User, anna: Customer, call: Call
) -> None:
    entry = call(anna, "Egger", mia)
    Scope.objects.create(person=jonas, kind="own")
    assert "Egger" not in as_jonas.get(reverse("changes")).text
    asked = {"customer": str(anna.public_id)}
    assert as_jonas.get(reverse("changes"), asked).status_code == 404
    assert as_jonas.post(reverse("change_take_back", args=[entry.pk])).status_code == 404


def test_a_reader_looks_and_takes_nothing_back(
    as_petra: Client, anna: Customer, mia: User, call: Call
) -> None:
    entry = call(anna, "Egger", mia)
    page = as_petra.get(reverse("changes")).text
    assert ("Egger" in page, reverse("change_take_back", args=[entry.pk]) in page) == (True, False)
    assert as_petra.post(reverse("change_take_back", args=[entry.pk])).status_code == 403


def test_no_row_costs_a_query(
    as_mia: Client,
    anna: Customer,
    bernd: Customer,
    jonas: User,
    call: Call,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    def some(number: int) -> None:
        for customer in (anna, bernd):
            call(customer, f"Egger {number}", jonas)
            tag(customer, f"Wort {number}", by=jonas, at=clock.now())
            take_on(jonas, clock.now(), due_on=clock.today(), customer=customer)

    some(0)
    as_mia.get(reverse("changes"))
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as few:
        as_mia.get(reverse("changes"))
    for number in range(1, 7):
        some(number)
    with django_assert_max_num_queries(len(few)):
        as_mia.get(reverse("changes"))


def test_the_customer_s_own_page_of_changes_leads_back_too(
    as_jonas: Client, anna: Customer, jonas: User, call: Call
) -> None:
    entry = call(anna, "Egger", jonas)
    here = reverse("customer_history", args=[anna.public_id])
    page = as_jonas.get(here).text
    assert reverse("change_take_back", args=[entry.pk]) in page
    assert f"{reverse('changes')}?customer={anna.public_id}" in page
    answer = as_jonas.post(reverse("change_take_back", args=[entry.pk]), {"back": here})
    assert answer["Location"] == here


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_nobody_is_led_out_of_the_house(
    as_jonas: Client, anna: Customer, jonas: User, call: Call, elsewhere: str
) -> None:
    entry = call(anna, "Egger", jonas)
    undo = reverse("change_take_back", args=[entry.pk])
    answer = as_jonas.post(undo, {"back": elsewhere})
    assert answer["Location"].startswith(reverse("changes"))


def test_a_stranger_signs_in_first(client: Client, firm: Firm) -> None:
    assert client.get(reverse("changes")).status_code == 302
    assert client.post(reverse("change_take_back", args=[1])).status_code == 302


def test_what_is_more_than_thirty_days_old_has_no_button(
    as_jonas: Client, anna: Customer, jonas: User
) -> None:
    long_ago: datetime = clock.now() - timedelta(days=31)
    add_remark(anna, "likes", "Tea", by=jonas, at=long_ago)
    page = as_jonas.get(reverse("changes")).text
    assert "Tea" in page
    assert "/back/" not in page
