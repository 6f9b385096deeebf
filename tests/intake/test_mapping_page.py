"""The page on which a mapping is looked at and corrected: nothing wrong gets a yes unseen."""

import re
from datetime import datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.intake.conftest import CUSTOMERS, ORDERS, Take

from nahbar.core.models import User
from nahbar.intake.mapping import from_json
from nahbar.intake.models import Import, ImportTable
from nahbar.intake.operations.confirm import answer_question
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db

MARKS = "Kundennr;Datum;Zufriedenheit (1-5);Kommentar\n" + "".join(
    f"{n};{n}.03.2026;{n % 5 + 1};Alles war in bester Ordnung\n" for n in range(1, 29)
)
MAILS = "Kundennr;Nachname;E-Mail;Bemerkung;Zahlungsart\n" + "".join(
    f"{n};Berger;{'nein danke' if n % 3 == 0 else f'k{n}@x.example'};Hund im Auto;Rechnung\n"
    for n in range(1, 31)
)
CREDIT_NOTES = "Rechnungsnr;Datum;Kundennr;Menge;Einzelpreis;Belegart;Uhrzeit\n" + "".join(
    f"{'GU' if n % 4 == 0 else 'RE'}{n};{n}.03.2026;77;{-1 if n % 4 == 0 else 2};69,90;"
    f"{'Storno' if n % 4 == 0 else 'bezahlt'};09:30\n"
    for n in range(1, 29)
)


@pytest.fixture(autouse=True)
def in_english(firm: Firm) -> None:
    Firm.objects.update(language="en")


def page_of(client: Client, import_run: Import) -> str:
    answer = client.get(f"/imports/{import_run.public_id}/")
    assert answer.status_code == 200
    return answer.content.decode()


def say(client: Client, import_run: Import, **form: str) -> int:
    return client.post(f"/imports/{import_run.public_id}/mapping/", form).status_code


def field_of(import_run: Import, column: str) -> str | None:
    return from_json(import_run.tables.first().proposal).choice(column).field


def test_marks_are_asked_about_and_wait_for_the_answer(begin: Take, as_mia: Client) -> None:
    waiting = begin(MARKS, kind="encounters")
    page = page_of(as_mia, waiting)
    assert "“Zufriedenheit (1-5)” holds marks from 1 to 5. Which is the best?" in page
    assert "1 is the best" in page
    assert "5 is the best" in page
    assert say(as_mia, waiting, confirm="1") == 422
    assert say(as_mia, waiting, **{"t0_q_mood_scale:c2": "low_best"}) == 302
    assert "Which is the best?" not in page_of(as_mia, waiting)
    assert "delighted" in page_of(as_mia, waiting)


def test_how_many_values_do_not_fit_stands_above_the_table(begin: Take, as_mia: Client) -> None:
    page = page_of(as_mia, begin(MAILS))
    assert "10 of 30 values do not fit" in page.split("<table")[0]
    assert 'id="t0_c2" class="mapping-wrong"' in page


def test_a_table_whose_values_fit_has_nothing_to_look_at(begin: Take, as_mia: Client) -> None:
    page = page_of(as_mia, begin(CUSTOMERS))
    assert "Look at these" not in page
    assert "mapping-wrong" not in page


def test_what_stays_in_the_original_is_named_with_a_way_there(begin: Take, as_mia: Client) -> None:
    page = page_of(as_mia, begin(MAILS))
    assert "4 of 5 columns get a field." in page
    assert '<a href="#t0_c4">Zahlungsart</a>' in page
    assert page.count("by heading and values") == 0


def test_remarks_warn_that_the_customer_may_read_them(begin: Take, as_mia: Client) -> None:
    assert page_of(as_mia, begin(MAILS)).count("customer may read it") == 1
    assert "customer may read it" not in page_of(as_mia, begin(ORDERS))


def test_a_page_speaks_no_machine_words(begin: Take, as_mia: Client) -> None:
    page = page_of(as_mia, begin(CREDIT_NOTES))
    assert "7 lines with numbers GU… are below zero. What are they?" in page
    assert re.search(r">69[.,]90</span>", page)
    assert "09:30:00" not in page
    assert "orders all the same</span>" not in page
    page = page_of(
        as_mia, begin("Kundennr;Anrede;Nachname\n1;Frau;Größl\n2;Herr;Öhl\n".encode("cp1252"))
    )
    assert "Windows characters" in page
    assert ">Ms</span>" in page
    assert ">ms</span>" not in page


def test_a_column_that_loses_its_field_to_another_is_named(begin: Take, as_mia: Client) -> None:
    waiting = begin(CUSTOMERS)
    fields = {"t0_c4": "last_name", "t0_c3": "last_name", "confirm": "1"}
    answer = as_mia.post(f"/imports/{waiting.public_id}/mapping/", fields, follow=True)
    assert "“Nachname” has no field now: another column took it." in answer.content.decode()
    assert (field_of(waiting, "c3"), field_of(waiting, "c4")) == ("last_name", None)
    waiting.refresh_from_db()
    assert waiting.state == Import.State.PROPOSED  # a yes does not count for what nobody has seen


def test_a_new_kind_is_looked_at_before_a_yes_counts(begin: Take, as_mia: Client) -> None:
    waiting = begin(CUSTOMERS)
    assert say(as_mia, waiting, t0_kind="encounters", confirm="1") == 302
    waiting.refresh_from_db()
    assert waiting.state == Import.State.PROPOSED


@pytest.mark.parametrize(
    "form",
    [{"t0_c0": "bogus"}, {"t0_kind": "bogus"}, {"t0_q_mood_scale:c2": "bogus"}, {"t0_c0": "unit_price"}],
)  # fmt: skip
def test_a_choice_that_the_page_does_not_offer_is_refused(
    begin: Take, as_mia: Client, form: dict[str, str]
) -> None:
    waiting = begin(MARKS, kind="encounters")
    before = ImportTable.objects.get().proposal
    assert say(as_mia, waiting, **form) == 422
    assert ImportTable.objects.get().proposal == before


def test_a_discount_that_is_not_taken_off_is_told(begin: Take, as_mia: Client) -> None:
    rows = "Rechnungsnr;Datum;Kundennr;Gesamtbetrag;Discount Amount\n1;13.03.2026;77;10,00;2,00\n"
    page = page_of(as_mia, begin(rows))
    assert "“Discount Amount” is taken off nowhere: the orders count in full." in page


def test_who_may_not_import_sees_no_buttons_and_changes_nothing(
    begin: Take, as_petra: Client, as_jonas: Client
) -> None:
    waiting = begin(CUSTOMERS)
    assert as_jonas.get(f"/imports/{waiting.public_id}/").status_code == 403
    assert "Yes, take it over" not in page_of(as_petra, waiting)
    assert say(as_petra, waiting, confirm="1") == 403


def test_the_page_asks_the_database_no_more_for_more_columns(
    begin: Take, as_mia: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    waiting = begin(MAILS)
    page_of(as_mia, waiting)
    with django_assert_max_num_queries(20):
        page_of(as_mia, waiting)


def test_an_answer_that_leaves_a_column_out_lets_the_import_go_on(
    begin: Take, as_mia: Client, mia: User, now: datetime
) -> None:
    waiting = begin(MARKS, kind="encounters")
    answer_question(waiting.tables.get(), "mood_scale:c2", "no_mood", by=mia, at=now)
    assert field_of(waiting, "c2") is None
    assert say(as_mia, waiting, confirm="1") == 302
