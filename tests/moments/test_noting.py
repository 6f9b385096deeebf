"""A moment is noted once, with who was there and what was agreed, and the page stays where it is."""

import re
import uuid
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.models import Customer
from nahbar.moments import agreements
from nahbar.moments.agreements import Agreement, keep_agreements_with
from nahbar.moments.models import Encounter
from nahbar.moments.operations import NotedAlready, note_encounter
from nahbar.moments.queries import last_met
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
ONCE = "0b3f6f3c-6a5e-4f0e-9a51-2f1f5b9f7a11"


@pytest.fixture(autouse=True)
def english(firm: Firm) -> None:
    """These tests read the pages in English."""
    Firm.objects.update(language="en")


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[Agreement]:
    """What the keeper of agreements was handed; it refuses what it does not understand."""
    handed: list[Agreement] = []

    def keeper(agreement: Agreement, _by: Any, _at: datetime) -> None:
        if "nonsense" in agreement.words:
            raise Refused("not_understood", "What does that mean?")
        handed.append(agreement)

    monkeypatch.setattr(agreements, "_keepers", [])
    keep_agreements_with(keeper)
    return handed


def form_of(anna: Customer) -> str:
    return reverse("customer_encounters", args=[anna.public_id])


def sent(**more: Any) -> dict[str, Any]:
    return {"channel": "visit", "kind": "contact", "mood": "1", **more}


def chosen(page: str) -> dict[str, str]:
    """What is chosen beforehand of the form's round buttons."""
    buttons = [one for one in re.findall(r"<input[^>]*>", page) if " checked" in one]
    told = [re.search(r'name="(\w+)" value="(.*?)"', one) for one in buttons]
    return {one[1]: one[2] for one in told if one}


def test_three_taps_are_enough(as_jonas: Client, anna: Customer, jonas: User) -> None:
    shown = chosen(as_jonas.get(form_of(anna)).text)
    assert shown == {"mood": "", "channel": "visit", "kind": "contact"}
    answer = as_jonas.post(form_of(anna), sent())
    noted = Encounter.objects.get()
    assert (noted.mood, noted.channel, noted.by, noted.text) == (1, "visit", jonas, "")
    assert answer["Location"].endswith(f"?noted={noted.public_id}#timeline")
    entry = LedgerEntry.objects.get(action="moments.noted")
    assert (entry.actor, entry.subject_id) == (jonas, anna.pk)


def test_htmx_is_answered_with_the_timeline_the_new_entry_on_top_and_the_way_back(
    as_jonas: Client, anna: Customer
) -> None:
    as_jonas.post(form_of(anna), sent(text="Earlier"))
    answer = as_jonas.post(form_of(anna), sent(text="Later"), headers=HTMX)
    assert answer.status_code == 200
    assert answer["HX-Trigger-After-Settle"] == "noted"
    part = answer.text
    assert part.lstrip().startswith('<div class="stack" id="timeline-list">')
    assert part.index("Later") < part.index("Earlier")
    newest = Encounter.objects.get(text="Later")
    undo = reverse("encounter_removal", args=[anna.public_id, newest.public_id])
    assert f'action="{undo}"' in part
    gone = as_jonas.post(undo, headers=HTMX).text
    assert "Later" not in gone
    assert "The moment was removed." in gone


def test_noted_from_a_narrowed_timeline_the_whole_one_is_shown_again(
    as_jonas: Client, anna: Customer
) -> None:
    narrowed = {**HTMX, "HX-Current-URL": "http://testserver/customers/x/?channel=mail"}
    answer = as_jonas.post(form_of(anna), sent(), headers=narrowed)
    noted = Encounter.objects.get()
    here = reverse("customer", args=[anna.public_id])
    assert answer["HX-Redirect"] == f"{here}?noted={noted.public_id}#timeline"
    assert "Noted." in as_jonas.get(answer["HX-Redirect"]).text


def test_the_sheet_comes_alone_and_comes_back_with_what_was_typed(
    as_jonas: Client, anna: Customer
) -> None:
    sheet = as_jonas.get(form_of(anna), headers=HTMX)
    assert sheet.text.lstrip().startswith("<dialog")
    assert "data-keep" in sheet.text
    wrong = as_jonas.post(form_of(anna), sent(text="Half a word", mood="9"), headers=HTMX)
    assert wrong.status_code == 422
    assert (wrong["HX-Retarget"], wrong["HX-Reswap"]) == ("#note-place", "innerHTML")
    assert "Half a word" in wrong.text


def test_a_page_that_the_browser_forgot_is_whole_again(as_jonas: Client, anna: Customer) -> None:
    back = {**HTMX, "HX-History-Restore-Request": "true"}
    assert as_jonas.get(form_of(anna), headers=back).text.startswith("<!doctype html>")


def test_how_one_noted_last_is_how_one_notes_next(as_jonas: Client, anna: Customer) -> None:
    as_jonas.post(form_of(anna), sent(channel="chat"))
    assert chosen(as_jonas.get(form_of(anna)).text)["channel"] == "chat"
    told = chosen(as_jonas.get(form_of(anna) + "?channel=phone&kind=attempt").text)
    assert (told["channel"], told["kind"]) == ("phone", "attempt")
    as_jonas.cookies["channel"] = "<script>"
    assert chosen(as_jonas.get(form_of(anna)).text)["channel"] == "visit"


def test_a_form_sent_twice_is_one_moment(as_jonas: Client, anna: Customer) -> None:
    for _ in range(3):
        answer = as_jonas.post(form_of(anna), sent(text="Once", once=ONCE))
        assert answer.status_code == 302
    assert Encounter.objects.count() == 1
    assert LedgerEntry.objects.filter(action="moments.noted").count() == 1


def test_the_same_form_with_other_words_is_asked_about_and_then_another_moment(
    as_jonas: Client, anna: Customer
) -> None:
    as_jonas.post(form_of(anna), sent(text="First", once=ONCE))
    answer = as_jonas.post(form_of(anna), sent(text="Second", once=ONCE))
    assert answer.status_code == 422
    assert "noted already" in answer.text
    assert "Second" in answer.text
    assert ONCE not in answer.text
    anew = answer.text.split('name="once" value="')[1].split('"')[0]
    assert as_jonas.post(form_of(anna), sent(text="Second", once=anew)).status_code == 302
    assert {one.text for one in Encounter.objects.all()} == {"First", "Second"}


def test_the_key_of_one_s_form_is_no_key_for_others(
    anna: Customer, bernd: Customer, jonas: User, mia: User, now: datetime
) -> None:
    what, once = {"channel": "visit", "kind": "contact", "occurred_at": now}, uuid.UUID(ONCE)
    first = note_encounter(anna, what, by=jonas, at=now, once=once)
    assert note_encounter(anna, what, by=mia, at=now, once=once) != first
    with pytest.raises(NotedAlready):
        note_encounter(bernd, what, by=jonas, at=now, once=once)


def test_left_empty_it_was_just_now(as_jonas: Client, anna: Customer) -> None:
    as_jonas.post(form_of(anna), sent(occurred_at=""))
    noted = Encounter.objects.get()
    assert noted.occurred_at == noted.created_at


def test_who_was_there_is_told(as_jonas: Client, anna: Customer, mia: User, jonas: User) -> None:
    there = sent(companions="her father", colleagues=[mia.pk])
    as_jonas.post(form_of(anna), there)
    noted = Encounter.objects.get()
    assert list(noted.colleagues.all()) == [mia]
    page = as_jonas.get(reverse("customer", args=[anna.public_id])).text
    assert "Jonas Falk, Mia Berger, came with her father" in page


def test_whoever_left_the_house_was_not_there(as_jonas: Client, anna: Customer, mia: User) -> None:
    User.objects.filter(pk=mia.pk).update(is_active=False)
    assert as_jonas.post(form_of(anna), sent(colleagues=[mia.pk])).status_code == 422


def test_an_attempt_is_no_meeting_and_has_no_mood(
    as_jonas: Client, anna: Customer, jonas: User
) -> None:
    as_jonas.post(
        form_of(anna), sent(kind="attempt", channel="phone", mood="-2", mood_word="cross")
    )
    noted = Encounter.objects.get()
    assert (noted.kind, noted.mood, noted.mood_word) == ("attempt", None, "")
    assert last_met([anna.pk]) == {}
    page = as_jonas.get(reverse("customer", args=[anna.public_id])).text
    assert "Phone: nobody reached" in page


def test_what_was_agreed_goes_to_its_keeper(
    as_jonas: Client, anna: Customer, kept: list[Agreement]
) -> None:
    assert "What was agreed" in as_jonas.get(form_of(anna)).text
    lines = ["Mia calls on Friday", "  ", "Send the \u202eoffer", "Mia calls on Friday"]
    as_jonas.post(form_of(anna), sent(words=lines, once=ONCE))
    as_jonas.post(form_of(anna), sent(words=lines, once=ONCE))
    noted = Encounter.objects.get()
    assert [one.words for one in kept] == ["Mia calls on Friday", "Send the offer"]
    assert {(one.customer, one.encounter) for one in kept} == {(anna, noted)}


def test_where_the_keeper_refuses_nothing_is_noted_and_nothing_typed_is_lost(
    as_jonas: Client, anna: Customer, kept: list[Agreement]
) -> None:
    answer = as_jonas.post(form_of(anna), sent(text="Long talk", words=["nonsense"]))
    assert answer.status_code == 422
    for typed in ("Long talk", "nonsense", "What does that mean?"):
        assert typed in answer.text
    assert not Encounter.objects.exists()
    assert not LedgerEntry.objects.filter(action="moments.noted").exists()


def test_an_agreement_longer_than_a_line_is_refused(
    as_jonas: Client, anna: Customer, kept: list[Agreement]
) -> None:
    assert as_jonas.post(form_of(anna), sent(words=["x" * 301])).status_code == 422
    assert kept == []


def test_nobody_is_asked_what_was_agreed_where_nobody_keeps_it(
    as_jonas: Client, anna: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agreements, "_keepers", [])
    assert "What was agreed" not in as_jonas.get(form_of(anna)).text


def test_fields_that_are_not_asked_for_are_not_taken(
    as_jonas: Client, anna: Customer, bernd: Customer, mia: User, jonas: User
) -> None:
    more = {"by": mia.pk, "customer": bernd.pk, "source": 1, "row_key": 5, "reference": "order:1"}
    as_jonas.post(form_of(anna), sent(**more, public_id=ONCE))
    noted = Encounter.objects.get()
    assert (noted.by, noted.customer, noted.row_key, noted.reference) == (jonas, anna, None, "")
    assert str(noted.public_id) != ONCE


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("abc\u202e\u200b\u0007def", "abcdef"),
        ("👩‍👧 kommt", "👩‍👧 kommt"),
        ("ü" * 10_000, "ü" * 10_000),
    ],
)
def test_odd_texts_are_kept_as_text_and_shown_as_text(
    as_jonas: Client, anna: Customer, typed: str, stored: str
) -> None:
    assert as_jonas.post(form_of(anna), sent(text=typed)).status_code == 302
    assert Encounter.objects.get().text == stored
    assert "<script>alert" not in as_jonas.get(reverse("customer", args=[anna.public_id])).text


def test_a_reader_notes_nothing_even_past_the_page(
    anna: Customer, petra: User, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        note_encounter(
            anna, {"channel": "visit", "kind": "contact", "occurred_at": now}, by=petra, at=now
        )
    assert not Encounter.objects.exists()


def test_noting_asks_as_many_queries_whatever_was_noted_before(
    as_jonas: Client, anna: Customer, mia: User, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for more in (2, 20):
        for number in range(more):
            as_jonas.post(form_of(anna), sent(text=str(number), colleagues=[mia.pk]))
        with django_assert_max_num_queries(45) as captured:
            as_jonas.post(form_of(anna), sent(text="x", colleagues=[mia.pk]), headers=HTMX)
        counts.append(len(captured))
    assert counts[0] == counts[1]
