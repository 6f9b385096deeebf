"""What a browser may keep: nothing, unless the firm allows it; and nothing once somebody has left."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from tests.customers.folk import write_down

from nahbar.core.ids import new_public_id
from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import NotAllowed
from nahbar.customers.models import Customer
from nahbar.desk.keeping import KEEP, NOBODY, READER
from nahbar.team.models import Firm
from nahbar.team.operations import change_firm

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(firm: Firm, now: datetime) -> Customer:
    """Anna Berger, a customer."""
    return write_down(now, first_name="Anna", last_name="Berger")


@pytest.fixture
def allowed(firm: Firm, olga: User, now: datetime) -> Firm:
    """A firm that lets customers be read without a connection."""
    return change_firm(firm, by=olga, at=now, keeps_pages_offline=True)


def test_nothing_is_kept_until_the_firm_allows_it(as_jonas: Client, anna: Customer) -> None:
    answer = as_jonas.get(reverse("customer", args=[anna.public_id]))
    assert answer[READER] == NOBODY
    assert KEEP not in answer


def test_where_the_firm_allows_it_customers_are_kept_for_their_reader_alone(
    allowed: Firm, as_jonas: Client, jonas: User, as_mia: Client, anna: Customer
) -> None:
    page = reverse("customer", args=[anna.public_id])
    answer = as_jonas.get(page)
    assert (answer[READER], answer[KEEP]) == (jonas.public_id.hex, "page")
    assert as_mia.get(page)[READER] != answer[READER]


@pytest.mark.parametrize("name", ["today", "customers", "overview", "me", "offline"])
def test_no_other_page_is_kept(allowed: Firm, as_jonas: Client, name: str) -> None:
    assert KEEP not in as_jonas.get(reverse(name))


def test_who_is_not_there_is_not_kept(allowed: Firm, as_jonas: Client) -> None:
    answer = as_jonas.get(reverse("customer", args=[new_public_id()]))
    assert answer.status_code == 404
    assert KEEP not in answer


def test_an_answer_to_a_stranger_is_for_nobody(
    allowed: Firm, client: Client, anna: Customer
) -> None:
    assert READER not in client.get(reverse("customer", args=[anna.public_id]))
    assert READER not in client.get(reverse("account_login"))


def test_who_signs_out_leaves_nothing_in_the_browser(as_jonas: Client) -> None:
    assert "Clear-Site-Data" not in as_jonas.get(reverse("account_logout"))
    answer = as_jonas.post(reverse("account_logout"))
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert READER not in answer


def test_what_the_firm_allows_stands_in_the_ledger(allowed: Firm) -> None:
    entry = LedgerEntry.objects.get()
    assert (entry.action, entry.fields) == ("house.changed", ["keeps_pages_offline"])


def test_a_manager_cannot_allow_it(firm: Firm, mia: User, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        change_firm(firm, by=mia, at=now, keeps_pages_offline=True)
    assert not Firm.objects.get().keeps_pages_offline


def test_the_owner_allows_it_on_the_page_of_the_house(as_olga: Client, firm: Firm) -> None:
    answers = {"name": firm.name, "country": "AT", "language": "de", "tone": "informal",
               "currency": "EUR", "keeps_pages_offline": "on"}  # fmt: skip
    assert as_olga.post(reverse("house"), answers).status_code == 302
    assert Firm.objects.get().keeps_pages_offline
