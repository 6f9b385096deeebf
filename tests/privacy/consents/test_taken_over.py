"""Consents out of old lists: with day and source or proof they count, else they are kept as a claim."""

from datetime import datetime

import pytest
from django.test import Client
from tests.customers.folk import write_down
from tests.dispatch.conftest import Mailbox
from tests.intake.conftest import Take, begin, counter, take, take_back
from tests.privacy.consents.conftest import advertise

from nahbar.core import clock
from nahbar.core.models import User
from nahbar.customers.models import Customer
from nahbar.dispatch.models import OutgoingMail
from nahbar.dispatch.operations.send import deliver_due
from nahbar.intake.mapping import from_json
from nahbar.intake.models import Import, ImportTable
from nahbar.privacy.consent_frames import who_allows
from nahbar.privacy.models import ConsentFact, ConsentState
from nahbar.privacy.operations.consents import give_consent, withdraw_consent
from nahbar.privacy.operations.noting import Proof, read_about

__all__ = ["begin", "counter", "take", "take_back"]
pytestmark = pytest.mark.django_db

LIST = """Kundennummer;Vorname;Nachname;E-Mail;Newsletter;Newsletter seit;Einwilligung Quelle
77;Anna;Berger;anna@berger.example;ja;04.03.2021;Karte am Schalter
78;Bernd;Moser;bernd@moser.example;ja;;
79;Clara;Novak;clara@novak.example;nein;;
80;Dora;Pichler;dora@pichler.example;;;
81;Emil;Rauch;emil@rauch.example;ja;05.03.2021;
82;Fanny;Stern;fanny@stern.example;ja;01.01.2199;Karte
"""


def steps() -> dict[str, str]:
    rows = ConsentState.objects.values_list("customer__given_name", "step")
    return dict(rows)


def test_with_proof_it_counts_and_without_it_is_a_claim(take: Take) -> None:
    done = take(LIST)
    assert done.rows_stored == 6
    assert steps() == {
        "Anna": "given",
        "Bernd": "claimed",
        "Clara": "refused",
        "Emil": "claimed",
        "Fanny": "claimed",
    }
    fact = ConsentFact.objects.get(customer__given_name="Anna")
    assert (fact.way, fact.proof, fact.is_dated) == ("import", "Karte am Schalter", True)
    assert fact.said_at.date().isoformat() == "2021-03-03"  # midnight in Vienna
    assert not ConsentFact.objects.get(customer__given_name="Bernd").is_dated
    anna = Customer.objects.get(given_name="Anna")
    assert who_allows("advertising", "mail")["customer"].to_list() == [anna.pk]


def test_the_mapping_proposes_it(begin: Take) -> None:
    table = ImportTable.objects.get(import_run=begin(LIST))
    fields = [choice.field for choice in from_json(table.proposal).choices]
    assert fields[-3:] == ["consent_mail", "consent_on", "consent_source"]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Werbeeinwilligung", "consent_mail"),
        ("Accepts Marketing", "consent_mail"),
        ("Telefonwerbung", "consent_phone"),
        ("Werbung per Post", "consent_letter"),
        ("SMS Consent", "consent_message"),
    ],
)
def test_other_lists_call_it_otherwise(begin: Take, header: str, field: str) -> None:
    run = begin(f"Kundennummer;Nachname;{header}\n77;Berger;ja\n78;Moser;nein\n79;Novak;x\n")
    proposed = from_json(ImportTable.objects.get(import_run=run).proposal)
    assert proposed.choices[-1].field == field


def test_the_same_list_again_says_nothing_new(take: Take) -> None:
    take(LIST)
    before = list(ConsentFact.objects.values_list("pk", flat=True))
    again = take(LIST)
    assert (again.rows_stored, again.rows_unchanged) == (0, 6)
    assert list(ConsentFact.objects.values_list("pk", flat=True)) == before


def test_an_old_yes_does_not_lift_a_later_no(take: Take, mia: User, now: datetime) -> None:
    anna = write_down(now, first_name="Anna", last_name="Berger")
    about = read_about("advertising", "letter", "", at=now)
    withdraw_consent(anna, about, Proof(), by=mia, at=now)
    take(
        "Kundennummer;Nachname;Post erlaubt;Einwilligung am;Einwilligung Quelle\n77;Berger;ja;1.2.2020;Karte\n"
    )
    taken = Customer.objects.get(numbers__number="77")
    withdraw_consent(taken, about, Proof(), by=mia, at=now)
    take(
        "Kundennummer;Nachname;Post erlaubt;Einwilligung am;Einwilligung Quelle\n77;Berger;ja;1.2.2021;Karte\n"
    )
    assert ConsentState.objects.get(customer=taken).step == "withdrawn"


def test_a_no_of_a_list_counts(take: Take, mia: User, now: datetime) -> None:
    take("Kundennummer;Nachname;Post erlaubt\n77;Berger;\n")
    taken = Customer.objects.get(numbers__number="77")
    about = read_about("advertising", "letter", "", at=now)
    give_consent(taken, about, Proof(), by=mia, at=now)
    take("Kundennummer;Nachname;Post erlaubt\n77;Berger;nein\n")
    assert ConsentState.objects.get(customer=taken).step == "refused"


def test_taken_back_it_is_as_if_it_had_not_been(
    take: Take, take_back: "object", mia: User, now: datetime
) -> None:
    first = take(LIST)
    take_back(first)  # type: ignore[operator]  # a fixture that is called
    assert not ConsentFact.objects.exists()
    assert not ConsentState.objects.exists()
    assert not Customer.objects.exists()


def test_what_two_lists_say_stays_with_the_other(take: Take, take_back: "object") -> None:
    first = take(LIST)
    take(LIST)
    take_back(first)  # type: ignore[operator]  # a fixture that is called
    assert ConsentState.objects.count() == 5


def test_who_said_something_to_us_stays(
    take: Take, take_back: "object", mia: User, now: datetime
) -> None:
    first = take(LIST)
    emil = Customer.objects.get(given_name="Emil")
    about = read_about("advertising", "phone", "", at=now)
    give_consent(emil, about, Proof(words="on the phone"), by=mia, at=now)
    result: Import = take_back(first)  # type: ignore[operator]  # a fixture that is called
    assert result.undo_result["kept_count"] == 1
    assert ConsentFact.objects.get().channel == "phone"


def test_a_list_with_proof_lets_go_what_waited(take: Take, mailbox: Mailbox) -> None:
    take(LIST.replace(";ja;04.03.2021;Karte am Schalter", ";;;"))
    anna = Customer.objects.get(given_name="Anna")
    advertise(anna)
    deliver_due(at=clock.now())
    assert OutgoingMail.objects.get().state == "held"
    take(LIST)
    deliver_due(at=clock.now())
    assert len(mailbox.mails) == 1


def test_strange_values_are_noted_and_allow_nothing(take: Take, client: Client) -> None:
    evil = 'Kundennummer;Nachname;Newsletter;Newsletter seit;Einwilligung Quelle\n77;Berger;vielleicht;32.13.2021;"=cmd()"\n'
    done = take(evil)
    assert done.rows_stored == 1
    assert not ConsentFact.objects.exists()
