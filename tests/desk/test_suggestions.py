"""People as one types: what the palette asks for."""

import logging
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.customers.folk import known_from_shop, write_down

from nahbar.core.actors import THE_HOUSE
from nahbar.core.pace import Pace
from nahbar.core.search.indexing import index_due
from nahbar.customers.operations.addresses import add_address
from nahbar.desk.views import search
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db
SEARCH = "/search/"


@pytest.fixture(autouse=True)
def english(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests read English, and nobody has asked before."""
    Firm.objects.update(language="en")
    monkeypatch.setattr(search, "PACE", Pace(rate=20, burst=60))


@pytest.fixture
def town(now: datetime, firm: Firm) -> None:
    """Twelve of one name, the first in Graz."""
    for number in range(12):
        one = write_down(now, first_name="Anna", last_name="Bergermann")
        if not number:
            add_address(one, {"city": "Graz"}, by=THE_HOUSE, at=now)


def test_people_are_suggested_with_place_and_reason(as_petra: Client, town: None) -> None:
    answer = as_petra.get(SEARCH, {"q": "bergermann"})
    assert answer.status_code == 200
    assert 'role="listbox" id="found"' in answer.text
    assert answer.text.count('role="option"') == 8
    first = answer.text.split('role="option"')[1]
    assert "Anna Bergermann" in first
    assert "Graz · Name" in first


def test_the_first_leads_to_the_customer(as_jonas: Client, now: datetime) -> None:
    one = known_from_shop(now, "K-4711", name="Otto Wild")
    answer = as_jonas.get(SEARCH, {"q": "k-4711"}).text
    assert f'href="{reverse("customer", args=[one.public_id])}"' in answer
    assert "Customer number" in answer


@pytest.mark.parametrize("text", ["", "   ", "xyzxyz", "\0", "%", "x" * 10_000, "\u202e"])
def test_nobody_meant_is_an_empty_list(as_mia: Client, town: None, text: str) -> None:
    answer = as_mia.get(SEARCH, {"q": text})
    assert answer.status_code == 200
    assert 'role="option"' not in answer.text


def test_names_cannot_write_into_the_page(as_mia: Client, now: datetime) -> None:
    write_down(now, first_name="<script>alert(1)</script>", last_name="Kraus")
    answer = as_mia.get(SEARCH, {"q": "kraus"}).text
    assert "<script>" not in answer
    assert "&lt;script&gt;" in answer


def test_who_is_not_signed_in_learns_nothing(client: Client, town: None) -> None:
    answer = client.get(SEARCH, {"q": "berger"})
    assert answer.status_code == 302
    assert "Berger" not in answer.text


def test_nobody_can_ask_thousands_of_times(
    as_mia: Client, as_jonas: Client, town: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "PACE", Pace(rate=20, burst=60, clock=lambda: 0.0))
    answers = [as_mia.get(SEARCH, {"q": ""}).status_code for _ in range(100)]
    assert answers == [200] * 60 + [429] * 40
    assert as_jonas.get(SEARCH, {"q": "berger"}).status_code == 200


@pytest.mark.parametrize("text", ["berger", "anna bergr", "0664 1234", "graz anna"])
def test_eight_suggestions_cost_no_more_queries_than_one(
    as_mia: Client, now: datetime, django_assert_max_num_queries: Any, text: str
) -> None:
    counts = []
    for count in (1, 20):
        for _ in range(count):
            one = write_down(now, first_name="Anna", last_name="Berger")
            add_address(one, {"city": "Graz"}, by=THE_HOUSE, at=now)
            index_due()
        as_mia.get(SEARCH, {"q": text})
        with django_assert_max_num_queries(25) as captured:
            as_mia.get(SEARCH, {"q": text})
        counts.append(len(captured))
    assert counts[1] <= counts[0]


def test_what_is_searched_for_stands_in_no_log(
    as_mia: Client, town: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="nahbar"):
        as_mia.get(SEARCH, {"q": "geheimnisname"})
    assert "geheimnisname" not in caplog.text
