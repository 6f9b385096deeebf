"""Consents on pages: one tap on the customer's page, with proof on a page of its own, the catalogue for leaders."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nahbar.core import clock
from nahbar.core.models import User
from nahbar.customers.models import Customer
from nahbar.desk.customer_sheet import customer_sheet
from nahbar.privacy.models import ConsentFact, ConsentState, Purpose, Topic, Wording
from nahbar.privacy.operations.catalogue import add_topic
from nahbar.privacy.operations.consents import give_consent
from nahbar.privacy.operations.noting import About, Proof

pytestmark = pytest.mark.django_db
LETTERS = {"purpose": "advertising", "channel": "letter", "said": "give"}
HTMX = {"HTTP_HX_REQUEST": "true"}


def page_of(customer: Customer) -> str:
    return reverse("customer", args=[customer.public_id])


def tap_of(customer: Customer) -> str:
    return reverse("customer_consent_tap", args=[customer.public_id])


def all_of(customer: Customer) -> str:
    return reverse("customer_consents", args=[customer.public_id])


def test_one_tap_notes_and_one_tap_withdraws(as_jonas: Client, anna: Customer) -> None:
    assert "They were not asked yet" in as_jonas.get(page_of(anna)).text
    assert as_jonas.post(tap_of(anna), LETTERS)["Location"] == page_of(anna)
    page = as_jonas.get(page_of(anna)).text
    assert "News and offers by letter" in page
    assert "at the counter, Jonas Falk" in page
    as_jonas.post(tap_of(anna), {**LETTERS, "said": "withdraw"})
    assert ConsentState.objects.get().step == "withdrawn"


def test_with_scripts_the_piece_alone_comes_back(as_jonas: Client, anna: Customer) -> None:
    piece = as_jonas.post(tap_of(anna), LETTERS, **HTMX).text
    assert 'id="consents"' in piece
    assert "Noted." in piece
    assert "<html" not in piece


def test_a_refusal_is_told_where_one_tapped(as_jonas: Client, anna: Customer) -> None:
    told = {**LETTERS, "channel": "mail"}
    assert "No mail address is known" in as_jonas.post(tap_of(anna), told, **HTMX).text
    as_jonas.post(tap_of(anna), told)
    assert "No mail address is known" in as_jonas.get(page_of(anna)).text


@pytest.mark.parametrize(
    "told",
    [
        {"purpose": "nothing"},
        {"channel": "pigeon"},
        {"said": "perhaps"},
        {"topic": "nothing"},
        {"channel": ""},
        {"purpose": "profiling"},
        {"purpose": "x" * 500},
    ],
)
def test_what_there_is_not_is_not_noted(
    as_jonas: Client, anna: Customer, told: dict[str, str]
) -> None:
    assert as_jonas.post(tap_of(anna), {**LETTERS, **told}).status_code in {302, 404}
    assert not ConsentFact.objects.exists()


def test_who_reads_sees_and_changes_nothing(
    as_petra: Client, anna: Customer, letters: About, mia: User
) -> None:
    give_consent(anna, letters, Proof(), by=mia, at=clock.now())
    page = as_petra.get(page_of(anna)).text
    assert "News and offers by letter" in page
    assert tap_of(anna) not in page
    assert as_petra.post(tap_of(anna), LETTERS).status_code == 403
    assert as_petra.get(all_of(anna)).status_code == 403


def test_a_stranger_finds_nobody(as_jonas: Client, anna: Customer) -> None:
    nobody = uuid.UUID(int=7)
    for name in ("customer_consents", "customer_consent_tap"):
        url = reverse(name, args=[nobody])
        assert as_jonas.post(url, LETTERS).status_code == 404


def told(**more: Any) -> dict[str, Any]:
    return {"what": "advertising:mail", "said": "give", "way": "form", **more}


def test_a_signed_form_is_kept_and_looked_at(as_jonas: Client, anna: Customer) -> None:
    paper = SimpleUploadedFile("../../Karte.pdf", b"%PDF-1.7 signed %%EOF")
    answer = as_jonas.post(all_of(anna), told(file=paper, words="Karte", on="2026-03-01"))
    assert answer.status_code == 302
    fact = ConsentFact.objects.get()
    assert (fact.proof_name, fact.proof, fact.way) == ("Karte.pdf", "Karte", "form")
    url = reverse("customer_consent_proof", args=[anna.public_id, fact.public_id])
    assert url in as_jonas.get(page_of(anna)).text
    kept = as_jonas.get(url)
    assert b"".join(kept) == b"%PDF-1.7 signed %%EOF"
    assert kept["Content-Disposition"].startswith("attachment")
    assert "sandbox" in kept["Content-Security-Policy"]


def test_a_proof_is_found_with_its_own_customer_alone(
    as_jonas: Client, anna: Customer, bernd: Customer
) -> None:
    paper = SimpleUploadedFile("card.pdf", b"%PDF-1.7 signed %%EOF")
    as_jonas.post(all_of(anna), told(file=paper))
    fact = ConsentFact.objects.get()
    url = reverse("customer_consent_proof", args=[bernd.public_id, fact.public_id])
    assert as_jonas.get(url).status_code == 404


def test_what_is_no_paper_is_told_in_the_form(as_jonas: Client, anna: Customer) -> None:
    script = SimpleUploadedFile("card.pdf", b"<script>alert(1)</script>")
    answer = as_jonas.post(all_of(anna), told(file=script, words="kept what I typed"))
    assert answer.status_code == 422
    assert "kept what I typed" in answer.text
    assert not ConsentFact.objects.exists()


def test_a_day_to_come_is_told_in_the_form(as_jonas: Client, anna: Customer) -> None:
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    answer = as_jonas.post(all_of(anna), told(what="advertising:letter", on=tomorrow))
    assert answer.status_code == 422
    assert "still to come" in answer.text


def test_the_history_says_who_what_when_and_in_which_words(
    as_jonas: Client, anna: Customer, letters: About, mia: User
) -> None:
    give_consent(anna, letters, Proof(words="<b>said so</b>"), by=mia, at=clock.now())
    page = as_jonas.get(all_of(anna)).text
    assert "&lt;b&gt;said so" in page
    assert "Wording 1" in page
    assert "Mia Berger" in page
    history = as_jonas.get(reverse("customer_history", args=[anna.public_id])).text
    assert "consent noted" in history


def test_more_consents_ask_no_more_queries(
    as_jonas: Client, anna: Customer, mia: User, letters: About, django_assert_max_num_queries: Any
) -> None:
    counts = []
    as_jonas.get(page_of(anna))  # the first to look is noted as looking
    for number in range(2):
        for more in range(1 + 4 * number):
            topic = add_topic({"label": f"Topic {number} {more}"}, by=mia, at=clock.now())
            give_consent(
                anna, About(letters.purpose, "letter", topic), Proof(), by=mia, at=clock.now()
            )
        for url in (page_of(anna), all_of(anna)):
            with django_assert_max_num_queries(60) as captured:
                as_jonas.get(url)
            counts.append(len(captured))
    assert counts[:2] == counts[2:]


def test_machines_read_how_everything_stands(anna: Customer, letters: About, mia: User) -> None:
    give_consent(anna, letters, Proof(words="card"), by=mia, at=clock.now())
    (found,) = customer_sheet(anna, by=mia, entries=5)["consents"]
    assert (found["purpose"], found["channel"], found["topic"]) == ("advertising", "letter", "")
    assert (found["state"], found["allows"], found["by"]) == ("given", True, "Mia Berger")
    assert (found["wording"], found["proof"]) == (1, "card")
    json.dumps(found, default=str)


def test_looking_writes_nothing(as_mia: Client, anna: Customer) -> None:
    for url in (reverse("consent_catalogue"), page_of(anna), all_of(anna)):
        assert "News and offers" in as_mia.get(url).text
    assert as_mia.get(reverse("consent_purpose", args=["advertising"])).status_code == 200
    assert not Purpose.objects.exists()


def test_a_leader_words_a_purpose_anew(as_mia: Client) -> None:
    url = reverse("consent_purpose", args=["advertising"])
    form = {"label": "Neuigkeiten", "label_en": "News", "text": "Ja, gern.", "asks_back": "on"}
    assert as_mia.post(url, form).status_code == 302
    purpose = Purpose.objects.get(key="advertising")
    assert (purpose.label_en, purpose.asks_back) == ("News", True)
    assert list(purpose.wordings.order_by("number").values_list("number", flat=True)) == [1, 2]
    as_mia.post(url, form)
    assert purpose.wordings.count() == 2
    assert "Earlier wordings" in as_mia.get(url).text


def test_a_purpose_comes_goes_and_comes_back(as_mia: Client, anna: Customer) -> None:
    form = {"label": "Probefahrten", "label_en": "Test drives", "text": "Ja.", "by_channel": "on"}
    as_mia.post(reverse("consent_purpose_new"), form)
    assert Purpose.objects.get(label="Probefahrten").key == "probefahrten"
    assert as_mia.post(reverse("consent_purpose_new"), form).status_code == 422
    as_mia.post(reverse("consent_purpose_end", args=["probefahrten"]))
    assert "Test drives by letter" not in as_mia.get(page_of(anna)).text
    as_mia.post(reverse("consent_purpose_return", args=["probefahrten"]))
    assert "Test drives by letter" in as_mia.get(page_of(anna)).text


def test_topics_are_added_renamed_and_retired(as_mia: Client) -> None:
    as_mia.post(reverse("consent_topics"), {"label": "Garten"})
    assert as_mia.post(reverse("consent_topics"), {"label": "garten"}).status_code == 422
    as_mia.post(reverse("consent_topic", args=["garten"]), {"label": "Balkon"})
    assert Topic.objects.get().label == "Balkon"
    as_mia.post(reverse("consent_topic_end", args=["garten"]))
    assert Topic.objects.get().retired_at is not None
    as_mia.post(reverse("consent_topic_return", args=["garten"]))
    assert Topic.objects.get().retired_at is None


def test_the_catalogue_is_for_those_who_lead(as_jonas: Client, as_petra: Client) -> None:
    for client in (as_jonas, as_petra):
        assert client.get(reverse("consent_catalogue")).status_code == 403
        assert client.post(reverse("consent_topics"), {"label": "x"}).status_code == 403
    assert not Topic.objects.exists()
    assert not Wording.objects.exists()
