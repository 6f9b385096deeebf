"""What customers agree to is noted with how it came, and counts as they said it last."""

import io
from datetime import datetime, timedelta

import numpy as np
import pytest
from django.db import transaction
from tests.privacy.consents.conftest import write_to

from nahbar.core.files import seal
from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.models import Customer
from nahbar.privacy.consent_frames import read_states, who_allows
from nahbar.privacy.models import ConsentFact, ConsentRequest, ConsentState
from nahbar.privacy.operations.catalogue import add_topic, change_purpose
from nahbar.privacy.operations.consents import give_consent, refuse_consent, withdraw_consent
from nahbar.privacy.operations.noting import About, Proof, read_about
from nahbar.privacy.operations.running_out import let_run_out
from nahbar.privacy.operations.states_anew import show_states_anew

pytestmark = pytest.mark.django_db
AT_THE_COUNTER = Proof(words="said so to Jonas")


def state(customer: Customer, about: About) -> ConsentState:
    return ConsentState.objects.get(
        customer=customer, purpose=about.purpose, channel=about.channel, topic=about.topic
    )


def test_a_word_at_the_counter_is_kept_with_who_heard_it(
    anna: Customer, letters: About, jonas: User, now: datetime
) -> None:
    give_consent(anna, letters, AT_THE_COUNTER, by=jonas, at=now)
    fact = ConsentFact.objects.get()
    assert (fact.step, fact.way, fact.by, fact.proof) == (
        "given",
        "counter",
        jonas,
        "said so to Jonas",
    )
    assert fact.wording is not None
    assert fact.wording.number == 1
    assert state(anna, letters).allows
    entry = LedgerEntry.objects.get(action="privacy.consent_given")
    assert (entry.subject_id, entry.details["purpose"]) == (anna.pk, "advertising")


def test_it_keeps_the_wording_that_was_agreed_to(
    anna: Customer, bernd: Customer, letters: About, mia: User, now: datetime
) -> None:
    give_consent(anna, letters, Proof(), by=mia, at=now)
    change_purpose(letters.purpose, {"text": "Neu", "text_en": "New"}, by=mia, at=now)
    give_consent(bernd, letters, Proof(), by=mia, at=now)
    first, second = ConsentFact.objects.order_by("pk")
    assert first.wording
    assert second.wording
    assert first.wording.number == 1
    assert "withdraw" in first.wording.text_en
    assert (second.wording.number, second.wording.text_en) == (2, "New")


def test_said_twice_it_is_noted_once(
    anna: Customer, letters: About, jonas: User, now: datetime
) -> None:
    give_consent(anna, letters, Proof(), by=jonas, at=now)
    assert give_consent(anna, letters, Proof(), by=jonas, at=now) is None
    withdraw_consent(anna, letters, Proof(), by=jonas, at=now)
    assert withdraw_consent(anna, letters, Proof(), by=jonas, at=now) is None
    assert ConsentFact.objects.count() == 2


def test_a_withdrawal_is_not_ours_to_take_back(
    anna: Customer, letters: About, jonas: User, now: datetime
) -> None:
    withdraw_consent(anna, letters, Proof(), by=jonas, at=now)
    with pytest.raises(Refused) as refusal:
        give_consent(anna, letters, Proof(), by=jonas, at=now)
    assert refusal.value.code == "needs_proof"
    give_consent(anna, letters, Proof(words="asked for it himself"), by=jonas, at=now)
    assert state(anna, letters).allows


def test_a_paper_from_before_the_withdrawal_does_not_lift_it(
    anna: Customer, letters: About, jonas: User, now: datetime
) -> None:
    withdraw_consent(anna, letters, Proof(), by=jonas, at=now)
    old = Proof("form", "an old card", said_at=now - timedelta(days=300))
    give_consent(anna, letters, old, by=jonas, at=now)
    assert state(anna, letters).step == "withdrawn"
    assert ConsentFact.objects.count() == 2


def test_nobody_agrees_tomorrow(anna: Customer, letters: About, jonas: User, now: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        give_consent(anna, letters, Proof(said_at=now + timedelta(days=1)), by=jonas, at=now)
    assert refusal.value.code == "not_yet"


def test_for_mail_a_word_alone_does_not_count(
    reached: Customer, news: About, jonas: User, now: datetime
) -> None:
    asked = give_consent(reached, news, AT_THE_COUNTER, by=jonas, at=now)
    assert isinstance(asked, ConsentRequest)
    assert (state(reached, news).step, state(reached, news).allows) == ("asked", False)


def test_for_mail_a_signed_form_counts(
    reached: Customer, news: About, jonas: User, now: datetime
) -> None:
    with seal(io.BytesIO(b"%PDF-1.7 signed %%EOF")) as paper:
        give_consent(
            reached, news, Proof("form", file=paper, file_name="card.pdf"), by=jonas, at=now
        )
    assert state(reached, news).allows
    assert ConsentFact.objects.get().proof_name == "card.pdf"


@pytest.mark.parametrize("verb", [give_consent, refuse_consent, withdraw_consent])
def test_who_may_not_write_notes_nothing(
    verb: object, anna: Customer, letters: About, petra: User, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        verb(anna, letters, Proof(), by=petra, at=now)  # type: ignore[operator]
    assert not ConsentFact.objects.exists()


def test_who_withdraws_all_withdraws_each_topic(
    anna: Customer, letters: About, mia: User, now: datetime
) -> None:
    garden = add_topic({"label": "Garten", "label_en": "Gardening"}, by=mia, at=now)
    single = About(letters.purpose, "letter", garden)
    give_consent(anna, single, Proof(), by=mia, at=now)
    withdraw_consent(anna, letters, Proof(), by=mia, at=now)
    assert not state(anna, single).allows
    assert not state(anna, letters).allows


def test_who_may_be_reached_is_asked_for_all_at_once(
    anna: Customer, bernd: Customer, letters: About, mia: User, now: datetime
) -> None:
    garden = add_topic({"label": "Garten"}, by=mia, at=now)
    for one in (anna, bernd):
        give_consent(one, letters, Proof(), by=mia, at=now)
    refuse_consent(bernd, About(letters.purpose, "letter", garden), Proof(), by=mia, at=now)
    assert who_allows("advertising", "letter")["customer"].to_list() == [anna.pk, bernd.pk]
    assert who_allows("advertising", "letter", garden.key)["customer"].to_list() == [anna.pk]
    assert who_allows("advertising", "mail").is_empty()
    assert read_states("advertising").height == 3


def test_what_was_given_for_a_time_runs_out(
    anna: Customer, letters: About, mia: User, now: datetime
) -> None:
    change_purpose(letters.purpose, {"lasts_months": 24}, by=mia, at=now)
    about = read_about("advertising", "letter", "", at=now)
    give_consent(anna, about, Proof(said_at=now - timedelta(days=700)), by=mia, at=now)
    assert state(anna, about).allows
    later = now + timedelta(days=60)
    assert let_run_out(at=later) == 1
    assert state(anna, about).step == "expired"
    assert let_run_out(at=later) == 0
    assert ConsentFact.objects.get(step="expired").way == "house"


def test_a_question_nobody_answers_runs_out(
    reached: Customer, news: About, jonas: User, now: datetime
) -> None:
    give_consent(reached, news, Proof(), by=jonas, at=now)
    let_run_out(at=now + timedelta(days=8))
    assert state(reached, news).step == "expired"
    assert ConsentRequest.objects.get().closed_at is not None


def test_states_worked_out_anew_are_the_same(
    anna: Customer, bernd: Customer, letters: About, mia: User, now: datetime
) -> None:
    write_to(bernd, "bernd@moser.example")
    news = read_about("advertising", "mail", "", at=now)
    phone = read_about("survey", "phone", "", at=now)
    give_consent(anna, letters, Proof(), by=mia, at=now)
    withdraw_consent(anna, letters, Proof(), by=mia, at=now + timedelta(hours=1))
    old = Proof("form", "old", said_at=now - timedelta(days=9))
    give_consent(anna, letters, old, by=mia, at=now + timedelta(hours=2))
    refuse_consent(bernd, news, Proof(), by=mia, at=now)
    give_consent(bernd, news, Proof(), by=mia, at=now + timedelta(hours=1))
    give_consent(bernd, phone, Proof(), by=mia, at=now)
    give_consent(anna, About(news.purpose, "phone"), Proof(), by=mia, at=now)
    let_run_out(at=now + timedelta(days=10))
    told = ("customer", "purpose", "channel", "topic", "step", "allows", "since", "address", "fact")
    before = sorted(map(str, ConsentState.objects.values_list(*told)))
    with transaction.atomic():
        customers = ConsentState.objects.values_list("customer", flat=True)
        show_states_anew(np.unique(np.array(list(customers), dtype=np.int64)))
    assert sorted(map(str, ConsentState.objects.values_list(*told))) == before
