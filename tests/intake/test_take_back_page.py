"""Taking back asks first: the page says what goes and who stays, and only a yes changes anything."""

import re
from datetime import datetime

import pytest
from django.test import Client
from tests.intake.conftest import CUSTOMERS, ORDERS, Take

from nahbar.core.models import User
from nahbar.customers.models import Customer
from nahbar.customers.operations.change import change_customer
from nahbar.intake.foresight import foresee_undo
from nahbar.intake.models import Import
from nahbar.intake.operations.confirm import confirm_import
from nahbar.sales.models import Order, OrderLine
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(firm: Firm) -> None:
    Firm.objects.update(language="en")


def ask(client: Client, import_run: Import, what: str = "undoing") -> str:
    answer = client.get(f"/imports/{import_run.public_id}/{what}/")
    assert answer.status_code == 200
    return answer.content.decode()


def state_of(import_run: Import) -> str:
    return Import.objects.get(pk=import_run.pk).state


def test_the_question_changes_nothing(take: Take, as_mia: Client) -> None:
    done = take(ORDERS)
    page = ask(as_mia, done)
    told = re.findall(r"<dt>(.*?)</dt>\s*<dd>\s*(\d+)", page)
    assert told == [("Customers", "2"), ("Orders", "4"), ("Lines", "5")]
    assert "Yes, take back" in page
    assert (state_of(done), OrderLine.objects.count()) == (Import.State.DONE, 5)


def test_what_is_foretold_is_what_happens(take: Take, take_back) -> None:
    take(CUSTOMERS)
    done = take(ORDERS + "1005;A3;Ink;3;21.01.2026 16:45;2,25;99\n", source="")
    foreseen = foresee_undo(done)
    removed = take_back(done).undo_result["removed"]
    assert (foreseen.customers, foreseen.orders, foreseen.lines) == (
        removed["customers"],
        removed["orders"],
        removed["lines"],
    )
    assert (Order.objects.count(), Customer.objects.count()) == (0, 3)


def test_customers_of_whom_others_speak_are_told_to_stay(take: Take, as_mia: Client) -> None:
    done = take(CUSTOMERS)
    take(ORDERS)
    foreseen = foresee_undo(done)
    assert (foreseen.customers, foreseen.shared) == (1, 2)
    assert "2 customers stay because another import speaks of them as well" in ask(as_mia, done)


def test_whoever_was_written_on_is_named(
    take: Take, as_mia: Client, mia: User, now: datetime
) -> None:
    done = take(CUSTOMERS)
    anna = Customer.objects.get(name="Anna Berger")
    change_customer(anna, {"title": "Dr."}, seen={"title": "Mag."}, by=mia, at=now)
    page = ask(as_mia, done)
    assert "One customer stays because somebody here has written on them since:" in page
    assert f'<a href="/customers/{anna.public_id}/">Anna Berger</a>' in page
    assert foresee_undo(done).customers == 2


def test_a_yes_takes_it_back(take: Take, as_mia: Client) -> None:
    done = take(ORDERS)
    assert as_mia.post(f"/imports/{done.public_id}/undoing/").status_code == 302
    assert state_of(done) == Import.State.UNDOING


def test_discarding_and_stopping_ask_as_well(
    begin: Take, as_mia: Client, mia: User, now: datetime
) -> None:
    waiting = begin(CUSTOMERS)
    assert "Discard these files?" in ask(as_mia, waiting, "cancellation")
    assert state_of(waiting) == Import.State.PROPOSED
    confirm_import(waiting, by=mia, at=now)
    assert "Stop here and take back what is in?" in ask(as_mia, waiting, "cancellation")
    assert state_of(waiting) == Import.State.STORING


def test_where_there_is_nothing_to_take_back_the_question_leads_to_the_import(
    begin: Take, take: Take, as_mia: Client
) -> None:
    for import_run, what in ((begin(CUSTOMERS), "undoing"), (take(ORDERS), "cancellation")):
        answer = as_mia.get(f"/imports/{import_run.public_id}/{what}/")
        assert (answer.status_code, answer["Location"]) == (
            302,
            f"/imports/{import_run.public_id}/",
        )


def test_only_who_may_import_is_asked(take: Take, as_petra: Client, as_jonas: Client) -> None:
    done = take(ORDERS)
    for client in (as_petra, as_jonas):
        for answer in (client.get, client.post):
            assert answer(f"/imports/{done.public_id}/undoing/").status_code == 403
    assert state_of(done) == Import.State.DONE
