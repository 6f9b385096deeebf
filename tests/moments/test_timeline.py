"""The timeline: every encounter in one order, page by page."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from nahbar.core.models import LedgerEntry, User
from nahbar.customers.models import Customer
from nahbar.moments.models import Encounter
from nahbar.moments.operations import note_encounter
from nahbar.moments.timeline import About, explain_references, page
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(firm: Firm) -> None:
    """These tests read the pages in English."""
    Firm.objects.update(language="en")


def met(customer: Customer, at: datetime, by: User, **fields: Any) -> Encounter:
    what = {"channel": "phone", "kind": "contact", "occurred_at": at, **fields}
    return note_encounter(customer, what, by=by, at=at)


def test_the_newest_comes_first(anna: Customer, mia: User, now: datetime) -> None:
    for days in (3, 1, 2):
        met(anna, now - timedelta(days=days), mia, text=str(days))
    assert [entry.text for entry in page(anna).entries] == ["1", "2", "3"]


def test_pages_show_every_encounter_once_even_of_one_moment(
    anna: Customer, mia: User, now: datetime
) -> None:
    for number in range(7):
        met(anna, now, mia, text=str(number))
    seen, older = [], None
    while True:
        shown = page(anna, before=older, limit=3)
        seen += [entry.text for entry in shown.entries]
        if not shown.older:
            break
        older = Encounter.objects.get(public_id=shown.older)
    assert seen == ["6", "5", "4", "3", "2", "1", "0"]


def test_only_their_own_encounters_are_shown(
    anna: Customer, bernd: Customer, mia: User, now: datetime
) -> None:
    met(bernd, now, mia)
    assert page(anna).entries == []


def test_a_contact_is_named_by_its_channel_and_anything_else_by_what_it_was(
    anna: Customer, mia: User, now: datetime
) -> None:
    met(anna, now, mia, channel="phone", kind="contact")
    met(anna, now - timedelta(days=1), mia, channel="phone", kind="complaint")
    with translation.override("en"):
        entries = page(anna).entries
    assert [(entry.title, entry.drawing) for entry in entries] == [
        ("Phone", "phone"),
        ("Complaint", "complaint"),
    ]


def test_a_reference_is_explained_by_the_room_it_lies_in(
    anna: Customer, mia: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nahbar.moments.timeline._explainers", {})
    asked: list[list[int]] = []

    def about(numbers: Any) -> dict[int, About]:
        asked.append(list(numbers))
        return {7: About("Seven", "/seven/")}

    explain_references("thing", about)
    for reference in ("thing:7", "thing:8", "thing:x", "other:7", ""):
        met(anna, now, mia, reference=reference)
    labels = [entry.about.label for entry in page(anna).entries if entry.about]
    assert labels == ["Seven"]
    assert sorted(asked[0]) == [7, 8]
    assert len(asked) == 1


def test_a_moment_is_noted_by_a_plain_form(as_jonas: Client, jonas: User, anna: Customer) -> None:
    sent = {"channel": "visit", "kind": "contact", "occurred_at": "2026-01-05T16:30",
            "mood": "-1", "mood_word": "annoyed", "text": "The parcel \u202eis late\nagain."}  # fmt: skip
    url = reverse("customer_encounters", args=[anna.public_id])
    assert as_jonas.post(url, sent).status_code == 302
    noted = Encounter.objects.get()
    assert (noted.mood, noted.mood_word, noted.by) == (-1, "annoyed", jonas)
    assert noted.text == "The parcel is late\nagain."
    assert noted.occurred_at.isoformat() == "2026-01-05T15:30:00+00:00"
    assert LedgerEntry.objects.filter(action="moments.noted", actor=jonas).count() == 1
    shown = as_jonas.get(reverse("customer", args=[anna.public_id])).text
    assert "The parcel is late" in shown
    assert "annoyed" in shown


@pytest.mark.parametrize(
    "wrong",
    [
        {"occurred_at": "2999-01-01T10:00"},
        {"occurred_at": "yesterday"},
        {"mood": "3"},
        {"kind": "order"},
        {"channel": "telepathy"},
        {"text": "x" * 10_001},
    ],
)
def test_a_moment_that_cannot_be_is_not_noted(
    as_jonas: Client, anna: Customer, wrong: dict[str, str]
) -> None:
    sent = {"channel": "visit", "kind": "contact", "occurred_at": "2026-01-05T16:30", **wrong}
    answer = as_jonas.post(reverse("customer_encounters", args=[anna.public_id]), sent)
    assert answer.status_code == 422
    assert not Encounter.objects.exists()


def test_no_mood_is_no_neutral_mood(as_jonas: Client, anna: Customer) -> None:
    sent = {"channel": "visit", "kind": "contact", "occurred_at": "2026-01-05T16:30", "mood": ""}
    as_jonas.post(reverse("customer_encounters", args=[anna.public_id]), sent)
    assert Encounter.objects.get().mood is None


def test_a_reader_notes_nothing(as_petra: Client, client: Client, anna: Customer) -> None:
    url = reverse("customer_encounters", args=[anna.public_id])
    assert as_petra.get(url).status_code == 403
    assert as_petra.post(url, {}).status_code == 403
    assert client.get(url).status_code == 302


def test_mood_is_drawn_from_two_on(
    as_petra: Client, anna: Customer, mia: User, now: datetime
) -> None:
    url = reverse("customer", args=[anna.public_id])
    met(anna, now - timedelta(days=9), mia, mood=1)
    assert 'data-chart="timeline"' not in as_petra.get(url).text
    met(anna, now, mia, mood=2, mood_word="proud")
    shown = as_petra.get(url).text
    assert 'data-chart="timeline"' in shown
    assert "Last proud, on" in shown


def test_a_fall_in_mood_is_told_once_there_is_enough_to_compare(
    as_petra: Client, anna: Customer, mia: User, now: datetime
) -> None:
    for days, mood in ((9, 1), (8, 2), (7, 1), (1, -1)):
        met(anna, now - timedelta(days=days), mia, mood=mood)
    assert "Worse than before" in as_petra.get(reverse("customer", args=[anna.public_id])).text


def test_thirty_entries_cost_as_many_queries_as_three(
    as_petra: Client, anna: Customer, mia: User, now: datetime, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for more in (3, 27):
        for number in range(more):
            met(anna, now - timedelta(hours=number), mia, mood=1, text="said")
        with django_assert_max_num_queries(40) as captured:
            as_petra.get(reverse("customer", args=[anna.public_id]))
        counts.append(len(captured))
    assert counts[0] == counts[1]
