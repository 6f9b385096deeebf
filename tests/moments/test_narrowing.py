"""A timeline is narrowed, searched and paged, and what comes stands above what was."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.moments.test_attachments import file, note_with, photo
from tests.moments.test_timeline import met

from nahbar.core.models import User
from nahbar.customers.models import Customer
from nahbar.moments import timeline
from nahbar.moments.models import Encounter
from nahbar.moments.narrowing import Wanted, people_met
from nahbar.moments.timeline import Coming, announce_coming, page
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def english(firm: Firm) -> None:
    """These tests read the pages in English."""
    Firm.objects.update(language="en")


@pytest.fixture
def year(anna: Customer, bernd: Customer, mia: User, jonas: User, now: datetime) -> Customer:
    """A year of Anna's: calls by Jonas, visits by Mia, a complaint; Bernd's call is none of it."""
    told = [
        (1, jonas, {"channel": "phone", "text": "Asked for the Ölwechsel", "mood": 1}),
        (40, mia, {"channel": "visit", "text": "Looked at cars", "companions": "her father"}),
        (80, jonas, {"channel": "phone", "kind": "complaint", "text": "Too late", "mood": -2}),
        (120, mia, {"channel": "visit", "text": "Handed over", "mood_word": "proud", "mood": 2}),
    ]
    for days, by, fields in told:
        met(anna, now - timedelta(days=days), by, **fields)
    met(bernd, now, jonas, channel="phone", text="Ölwechsel")
    return anna


def timeline_in(page: str) -> str:
    return page[page.index('id="timeline"') :]


def texts(customer: Customer, **asked: str) -> list[str]:
    return [entry.text for entry in page(customer, wanted=Wanted.read(asked)).entries]


def test_each_choice_leaves_what_fits(year: Customer, mia: User) -> None:
    calls = ["Asked for the Ölwechsel", "Too late"]
    assert texts(year, channel="phone") == calls
    assert texts(year, kind="complaint") == ["Too late"]
    assert texts(year, who=str(mia.public_id)) == ["Looked at cars", "Handed over"]
    assert texts(year, having="mood") == ["Asked for the Ölwechsel", "Too late", "Handed over"]
    assert texts(year, channel="phone", having="mood", kind="contact") == calls[:1]
    assert texts(year, channel="letter") == []


def test_who_was_there_beside_is_found_too(year: Customer, jonas: User) -> None:
    Encounter.objects.get(text="Handed over").colleagues.add(jonas)
    assert texts(year, who=str(jonas.public_id))[-1] == "Handed over"


def test_moments_with_files_are_found(as_jonas: Client, year: Customer) -> None:
    note_with(as_jonas, year, file(photo()))
    assert texts(year, having="files") == ["Look"]


@pytest.mark.parametrize(
    ("find", "found"),
    [
        ("ölwechsel", ["Asked for the Ölwechsel"]),
        ("OELWECHSEL", ["Asked for the Ölwechsel"]),
        ("cars looked", ["Looked at cars"]),
        ("father", ["Looked at cars"]),
        ("proud", ["Handed over"]),
        ("looked late", []),
        ("%", []),
        ("' OR 1=1 --", []),
    ],
)
def test_words_are_found_in_any_order_and_spelling(
    year: Customer, find: str, found: list[str]
) -> None:
    assert texts(year, find=find) == found


def test_what_makes_no_sense_narrows_nothing(year: Customer) -> None:
    nonsense = {"channel": "smoke", "kind": "love", "who": "me", "having": "fun", "find": " \u200b"}
    assert Wanted.read(nonsense).is_plain
    assert len(texts(year, **nonsense)) == 4


def test_a_stranger_s_name_finds_nothing(year: Customer) -> None:
    assert texts(year, who="00000000-0000-0000-0000-000000000007") == []


def test_pages_of_a_search_show_every_hit_once(anna: Customer, mia: User, now: datetime) -> None:
    for number in range(9):
        met(anna, now, mia, text=f"{'even' if number % 2 == 0 else 'odd'} {number}")
    seen, older = [], None
    while True:
        shown = page(anna, before=older, limit=2, wanted=Wanted(find="even"))
        seen += [entry.text for entry in shown.entries]
        if not shown.older:
            break
        older = Encounter.objects.get(public_id=shown.older)
    assert seen == ["even 8", "even 6", "even 4", "even 2", "even 0"]


def test_entries_are_headed_by_their_month_in_the_house_s_zone(anna: Customer, mia: User) -> None:
    met(anna, datetime.fromisoformat("2026-01-31T23:30:00+00:00"), mia)
    met(anna, datetime.fromisoformat("2026-01-31T22:30:00+00:00"), mia)
    assert len({entry.month for entry in page(anna).entries}) == 2


def test_only_who_noted_something_is_offered(year: Customer, mia: User, jonas: User) -> None:
    assert people_met(year) == [jonas, mia]


def test_the_page_narrows_by_its_address_without_any_script(
    as_petra: Client, year: Customer
) -> None:
    url = reverse("customer", args=[year.public_id])
    shown = timeline_in(as_petra.get(url, {"channel": "visit", "find": "cars"}).text)
    assert "Looked at cars" in shown
    assert "Handed over" not in shown
    assert '<option value="visit" selected>' in shown
    assert "Nothing of this kind." in as_petra.get(url, {"kind": "service"}).text


def test_htmx_is_given_the_entries_alone_and_the_address_of_the_page(
    as_petra: Client, year: Customer
) -> None:
    url = reverse("customer_timeline", args=[year.public_id])
    answer = as_petra.get(url, {"channel": "visit", "kind": "", "find": ""}, headers=HTMX)
    assert answer.text.lstrip().startswith('<div class="stack" id="timeline-list">')
    here = reverse("customer", args=[year.public_id])
    assert answer["HX-Push-Url"] == f"{here}?channel=visit"
    typed = as_petra.get(url, {"find": "cars"}, headers=HTMX)
    assert typed["HX-Replace-Url"] == f"{here}?find=cars"
    plain = as_petra.get(url, {"channel": "visit"})
    assert plain["Location"] == f"{here}?channel=visit#timeline"


def test_of_a_customer_one_does_not_see_there_is_no_timeline(
    as_petra: Client, client: Client, year: Customer
) -> None:
    unknown = reverse("customer_timeline", args=["00000000-0000-0000-0000-000000000007"])
    assert as_petra.get(unknown, headers=HTMX).status_code == 404
    there = reverse("customer_timeline", args=[year.public_id])
    assert client.get(there, headers=HTMX).status_code in {302, 401}


def test_what_comes_stands_first_the_nearest_on_top(
    as_petra: Client, year: Customer, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline, "_foresights", [])

    def due(customer: Customer, after: datetime) -> list[Coming]:
        assert customer == year
        return [Coming(after + timedelta(days=9), "promise", "Call back", "Mia Berger", "/x/")]

    def booked(_customer: Customer, after: datetime) -> list[Coming]:
        return [Coming(after + timedelta(days=2), "appointment", "Test drive", "", "")]

    for foresight in (due, booked, due):
        announce_coming(foresight)
    url = reverse("customer", args=[year.public_id])
    shown = timeline_in(as_petra.get(url).text)
    order = [shown.index(word) for word in ("What comes", "Test drive", "Call back", "Ölwechsel")]
    assert order == sorted(order)
    assert shown.count("<span>Call back</span>") == 1
    assert "Test drive" not in as_petra.get(url, {"channel": "visit"}).text


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"channel": "visit"},
        {"kind": "contact", "having": "mood"},
        {"having": "files"},
        {"find": "SAID"},
        {"who": "someone"},
    ],
)
def test_a_narrowed_timeline_asks_as_many_queries_whatever_there_is(
    as_petra: Client, anna: Customer, mia: User, now: datetime, asked: dict[str, str]
) -> None:
    if "who" in asked:
        asked = {"who": str(mia.public_id)}
    url, counts = reverse("customer_timeline", args=[anna.public_id]), []
    for more in (3, 40):
        for number in range(more):
            met(
                anna,
                now - timedelta(hours=number),
                mia,
                channel="visit",
                mood=1,
                text=f"said {number}",
            )
        with CaptureQueriesContext(connection) as captured:
            as_petra.get(url, asked, headers=HTMX)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_filter_is_answered_out_of_the_index(year: Customer, mia: User) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the plan is read as SQLite tells it")
    found: Any = Encounter.objects.filter(customer=year, kind="complaint", channel="phone")
    plan = found.order_by("-occurred_at", "-id").explain()
    assert "encounter_line" in plan
    assert "TEMP B-TREE" not in plan
