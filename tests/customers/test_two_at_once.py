"""Two before the same customer see each other, and what the other one saved."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nahbar.core import clock
from nahbar.core.models import LedgerEntry, User
from nahbar.customers.models import Customer, Viewing
from nahbar.customers.operations.change import change_customer
from nahbar.customers.operations.hand import shown_now
from nahbar.customers.operations.undo import remove_customers
from nahbar.customers.operations.viewing import LONG_AGO, sweep_viewings
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(firm: Firm) -> None:
    """These tests read the pages in English."""
    Firm.objects.update(language="en")


def ask(client: Client, customer: Customer, **query: Any) -> Any:
    headers = query.pop("headers", {})
    url = reverse("customer_viewers", args=[customer.public_id])
    return client.get(url, query, headers=headers)


def test_they_see_each_other_and_what_is_being_edited(
    as_mia: Client, as_jonas: Client, anna: Customer
) -> None:
    assert "Mia" not in ask(as_mia, anna).text
    assert "Mia Berger is here as well" in ask(as_jonas, anna).text
    Viewing.objects.update(seen_at=clock.now() - timedelta(seconds=10))
    ask(as_mia, anna, doing="head:found_us")
    assert "Mia Berger is editing: how they found us" in ask(as_jonas, anna).text


def test_nobody_is_written_down_more_than_once_in_a_while(as_mia: Client, anna: Customer) -> None:
    ask(as_mia, anna)
    first = Viewing.objects.get().seen_at
    ask(as_mia, anna, doing="head:name")
    assert Viewing.objects.get().seen_at == first


def test_the_same_again_is_not_sent_again(as_mia: Client, anna: Customer) -> None:
    mark = ask(as_mia, anna)["ETag"]
    assert ask(as_mia, anna, headers={"If-None-Match": mark}).status_code == 304


def test_who_has_gone_is_not_shown_and_swept(
    as_mia: Client, as_jonas: Client, anna: Customer
) -> None:
    ask(as_mia, anna)
    Viewing.objects.update(seen_at=clock.now() - LONG_AGO)
    assert "Mia" not in ask(as_jonas, anna).text
    assert sweep_viewings() == 1


@pytest.mark.parametrize("doing", ["x" * 500, "head:<script>", "nowhere:name", "head:", ":"])
def test_what_nobody_can_be_doing_is_not_kept(as_mia: Client, anna: Customer, doing: str) -> None:
    assert ask(as_mia, anna, doing=doing, since="x").status_code == 200
    assert Viewing.objects.get().doing == ""


def test_who_edits_is_told_what_the_other_one_saved_there(
    as_jonas: Client, anna: Customer, mia: User, jonas: User, now: datetime
) -> None:
    since = LedgerEntry.objects.latest("pk").pk
    editing = {"doing": "head:found_us", "since": since}
    assert "Radio" not in ask(as_jonas, anna, **editing).text
    change_customer(anna, {"found_us": "Radio"}, seen=shown_now(anna), by=mia, at=now)
    assert "Mia Berger has just saved this: Radio" in ask(as_jonas, anna, **editing).text
    assert "Radio" not in ask(as_jonas, anna, doing="head:since", since=since).text


def test_one_s_own_saving_is_no_news(
    as_jonas: Client, anna: Customer, jonas: User, now: datetime
) -> None:
    since = LedgerEntry.objects.latest("pk").pk
    change_customer(anna, {"found_us": "Radio"}, seen=shown_now(anna), by=jonas, at=now)
    assert "Radio" not in ask(as_jonas, anna, doing="head:found_us", since=since).text


def test_a_stranger_is_not_told_who_is_there(client: Client, anna: Customer) -> None:
    assert ask(client, anna).status_code == 302
    assert not Viewing.objects.exists()


def test_an_open_page_does_not_keep_a_customer_from_going(as_mia: Client, anna: Customer) -> None:
    import numpy as np  # noqa: PLC0415  # for this one test

    ask(as_mia, anna)
    anna.records.all().delete()
    assert remove_customers(np.array([anna.pk], dtype=np.int64)) == 1
    assert not Viewing.objects.exists()
