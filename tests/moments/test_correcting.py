"""What one of us noted can be corrected, removed and brought back, and the house remembers it."""

import html
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.moments.test_timeline import met

from nahbar.core.models import LedgerEntry, LedgerText, Source, User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.models import Customer
from nahbar.moments.correcting import bring_back_encounter, correct_encounter, remove_encounter
from nahbar.moments.models import Encounter
from nahbar.team.models import Branch, Firm

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(firm: Firm) -> None:
    """These tests read the pages in English."""
    Firm.objects.update(language="en")


@pytest.fixture
def noted(anna: Customer, jonas: User, now: datetime) -> Encounter:
    """A complaint that Jonas wrote down."""
    graz = Branch.objects.create(name="Graz", created_at=now)
    told = {"kind": "complaint", "mood": -1, "mood_word": "annoyed", "text": "Late", "branch": graz}
    return met(anna, now - timedelta(days=2), jonas, **told)


def page_of(noted: Encounter, name: str = "encounter") -> str:
    return reverse(name, args=[noted.customer.public_id, noted.public_id])


def all_fields(encounter: Encounter) -> dict[str, Any]:
    return {field.attname: getattr(encounter, field.attname) for field in Encounter._meta.fields}


def test_whoever_noted_it_corrects_it(
    as_jonas: Client, noted: Encounter, anna: Customer, jonas: User
) -> None:
    page = as_jonas.get(reverse("customer", args=[anna.public_id])).text
    assert page_of(noted) in page
    shown = as_jonas.get(page_of(noted)).text
    assert "Late" in shown
    sent = {"channel": "phone", "kind": "complaint", "occurred_at": "2026-02-28T12:00",
            "mood": "0", "text": "Late by a day", "branch": noted.branch_id}  # fmt: skip
    assert as_jonas.post(page_of(noted), sent).status_code == 302
    noted.refresh_from_db()
    assert (noted.text, noted.mood, noted.mood_word) == ("Late by a day", 0, "")
    entry = LedgerEntry.objects.get(action="moments.corrected")
    assert (entry.actor, entry.subject_id) == (jonas, anna.pk)
    assert LedgerText.objects.get(pk=entry.text_id).before["text"] == "Late"


def test_a_correction_that_cannot_be_keeps_what_was_typed(
    as_jonas: Client, noted: Encounter
) -> None:
    sent = {"channel": "phone", "kind": "contact", "occurred_at": "2999-01-01T10:00", "text": "New"}
    answer = as_jonas.post(page_of(noted), sent)
    assert answer.status_code == 422
    assert "New" in answer.text
    noted.refresh_from_db()
    assert noted.text == "Late"


def test_a_correction_that_changes_nothing_leaves_no_trace(
    noted: Encounter, jonas: User, now: datetime
) -> None:
    correct_encounter(noted, {"text": "Late", "mood": -1}, by=jonas, at=now)
    assert not LedgerEntry.objects.filter(action="moments.corrected").exists()


def test_what_was_removed_comes_back_as_it_was(
    as_jonas: Client, noted: Encounter, anna: Customer, jonas: User
) -> None:
    before = all_fields(noted)
    answer = as_jonas.post(page_of(noted, "encounter_removal"), follow=True)
    assert not Encounter.objects.exists()
    entry = LedgerEntry.objects.get(action="moments.removed", actor=jonas)
    undo = reverse("encounter_return", args=[anna.public_id, entry.pk])
    assert undo in answer.text
    assert as_jonas.post(undo).status_code == 302
    after = all_fields(Encounter.objects.get())
    assert {**after, "id": before["id"]} == before
    assert LedgerEntry.objects.filter(action="moments.brought_back", actor=jonas).count() == 1


def test_it_comes_back_only_once(noted: Encounter, jonas: User, now: datetime) -> None:
    entry = remove_encounter(noted, by=jonas, at=now)
    bring_back_encounter(entry, by=jonas, at=now)
    with pytest.raises(Refused) as refusal:
        bring_back_encounter(entry, by=jonas, at=now)
    assert refusal.value.code == "nothing_removed"
    assert Encounter.objects.count() == 1


def test_words_that_were_erased_do_not_come_back(
    noted: Encounter, jonas: User, now: datetime
) -> None:
    entry = remove_encounter(noted, by=jonas, at=now)
    LedgerText.objects.filter(pk=entry.text_id).update(before={})
    with pytest.raises(Refused) as refusal:
        bring_back_encounter(entry, by=jonas, at=now)
    assert refusal.value.code == "nothing_removed"


def test_who_leads_corrects_for_others_and_colleagues_do_not(
    noted: Encounter, mia: User, petra: User, now: datetime
) -> None:
    other = User.objects.create(email="tom@lind.example", name="Tom", role="staff", password="!")
    for person in (other, petra):
        with pytest.raises(NotAllowed):
            correct_encounter(noted, {"text": "Never"}, by=person, at=now)
        with pytest.raises(NotAllowed):
            remove_encounter(noted, by=person, at=now)
    correct_encounter(noted, {"text": "Settled"}, by=mia, at=now)
    entry = remove_encounter(Encounter.objects.get(text="Settled"), by=mia, at=now)
    with pytest.raises(NotAllowed):
        bring_back_encounter(entry, by=other, at=now)


def test_what_a_source_says_is_not_corrected_here(
    as_mia: Client, noted: Encounter, mia: User, now: datetime
) -> None:
    Encounter.objects.update(source=Source.objects.create(name="Dealer", created_at=now))
    noted.refresh_from_db()
    assert as_mia.get(page_of(noted)).status_code == 403
    with pytest.raises(NotAllowed):
        remove_encounter(noted, by=mia, at=now)
    customers_page = as_mia.get(reverse("customer", args=[noted.customer.public_id])).text
    assert page_of(noted) not in customers_page


def test_another_customer_s_address_leads_to_no_moment(
    as_jonas: Client, noted: Encounter, bernd: Customer
) -> None:
    url = reverse("encounter", args=[bernd.public_id, noted.public_id])
    assert as_jonas.get(url).status_code == 404
    assert as_jonas.post(url + "removal/").status_code == 404


def test_the_customer_s_changes_tell_of_it_in_words(
    as_jonas: Client, noted: Encounter, anna: Customer, jonas: User, now: datetime
) -> None:
    correct_encounter(noted, {"mood": 1, "mood_word": ""}, by=jonas, at=now)
    remove_encounter(noted, by=jonas, at=now)
    told = as_jonas.get(reverse("customer_history", args=[anna.public_id])).text
    for words in ("moment noted", "moment corrected", "moment removed"):
        assert f"Jonas Falk: {words}" in told
    for part in ("<ins>Complaint</ins>", "<ins>content</ins>", "<del>annoyed</del>", "Graz"):
        assert part in told
    assert "<del>28 Feb 2026, 12:00</del>" in told


def corrected(noted: Encounter, seen: str, **more: Any) -> dict[str, Any]:
    now = {"channel": "phone", "kind": "complaint", "occurred_at": "2026-02-28T12:00", "mood": "-1",
           "mood_word": "annoyed", "text": "Late", "branch": noted.branch_id}  # fmt: skip
    return {**now, "seen": seen, **more}


def seen_on(page: str) -> str:
    """What the form carries of how it stood when it was opened."""
    return html.unescape(page.split('name="seen" value="')[1].split('"', maxsplit=1)[0])


def test_two_who_correct_different_things_lose_nothing(
    as_jonas: Client, as_mia: Client, noted: Encounter
) -> None:
    seen = seen_on(as_jonas.get(page_of(noted)).text)
    assert as_mia.post(page_of(noted), corrected(noted, seen, mood="1")).status_code == 302
    assert as_jonas.post(page_of(noted), corrected(noted, seen, text="Later")).status_code == 302
    noted.refresh_from_db()
    assert (noted.mood, noted.text) == (1, "Later")


def test_who_corrects_what_others_corrected_meanwhile_sees_both_and_chooses(
    as_jonas: Client, as_mia: Client, noted: Encounter
) -> None:
    seen = seen_on(as_jonas.get(page_of(noted)).text)
    as_mia.post(page_of(noted), corrected(noted, seen, text="By a day"))
    answer = as_jonas.post(page_of(noted), corrected(noted, seen, text="By a week"))
    assert answer.status_code == 422
    for part in (
        "Somebody else has changed this",
        "In the meantime this became: By a day",
        "By a week",
    ):
        assert part in answer.text
    noted.refresh_from_db()
    assert noted.text == "By a day"
    again = corrected(noted, seen_on(answer.text), text="By a week")
    assert as_jonas.post(page_of(noted), again).status_code == 302
    noted.refresh_from_db()
    assert noted.text == "By a week"


@pytest.mark.parametrize("seen", ["", "no json", "[1]", '{"text": {"a": 1}}', '{"by": 7}'])
def test_a_tampered_form_is_no_error(as_jonas: Client, noted: Encounter, seen: str) -> None:
    answer = as_jonas.post(page_of(noted), corrected(noted, seen, text="New"))
    assert answer.status_code in {302, 422}


def test_a_form_opened_before_the_moment_was_removed_finds_nothing(
    as_jonas: Client, noted: Encounter, jonas: User, now: datetime
) -> None:
    seen = seen_on(as_jonas.get(page_of(noted)).text)
    remove_encounter(noted, by=jonas, at=now)
    assert as_jonas.post(page_of(noted), corrected(noted, seen)).status_code == 404


def test_seconds_that_no_form_shows_are_kept(
    as_jonas: Client, noted: Encounter, now: datetime
) -> None:
    exact = now - timedelta(days=2, seconds=17)
    Encounter.objects.update(occurred_at=exact)
    seen = seen_on(as_jonas.get(page_of(noted)).text)
    shown = {"occurred_at": json.loads(seen)["occurred_at"]}
    as_jonas.post(page_of(noted), corrected(noted, seen, text="Other", **shown))
    noted.refresh_from_db()
    assert (noted.occurred_at, noted.text) == (exact, "Other")


def test_who_was_there_is_corrected_and_comes_back_too(
    as_jonas: Client, noted: Encounter, mia: User, jonas: User, now: datetime
) -> None:
    seen = seen_on(as_jonas.get(page_of(noted)).text)
    as_jonas.post(page_of(noted), corrected(noted, seen, colleagues=[mia.pk], companions="her son"))
    assert list(noted.colleagues.all()) == [mia]
    noted.refresh_from_db()
    back = bring_back_encounter(remove_encounter(noted, by=jonas, at=now), by=jonas, at=now)
    assert (back.companions, list(back.colleagues.all())) == ("her son", [mia])
