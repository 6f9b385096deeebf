"""The page of rejected rows: why, whose number it is, which cell to blame, and a way out for each."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries
from tests.intake.conftest import Take
from tests.intake.dropping import HEADER, refused

from nahbar.core.models import LedgerEntry, User
from nahbar.customers.models import Customer
from nahbar.intake.models import Import, RejectedRow
from nahbar.intake.operations.leave_out import leave_all_out
from nahbar.intake.panels import today_panel
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db

PEOPLE = "Kundennummer;Vorname;Nachname;E-Mail;Umsatz\n77;Anna;Berger;anna@x.example;\n"
ORDERS = HEADER + "1;A;1;13.01.2026;4,50;77\n2;B;2;14.01.2026;1,20;78\n3;A;1;15.01.2026;4,50;77\n"


@pytest.fixture(autouse=True)
def in_english(firm: Firm) -> None:
    Firm.objects.update(language="en")


def page_of(client: Client, import_run: Import, query: str = "") -> str:
    answer = client.get(f"/imports/{import_run.public_id}/rejected/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_whose_number_it_is_stands_there_with_a_link(take: Take, as_mia: Client) -> None:
    page = page_of(as_mia, take(PEOPLE + "77;Karl;Huber;;\n"))
    anna = Customer.objects.get()
    assert f'<a href="/customers/{anna.public_id}/">Anna Berger</a>' in page
    assert "Line 3" in page


def test_the_guilty_cell_is_marked_and_only_it(take: Take, as_mia: Client) -> None:
    page = page_of(as_mia, take(PEOPLE + "77;Karl;Huber;;\n"))
    assert page.count('aria-invalid="true"') == 1
    assert 'aria-invalid="true"' in page.split('name="cell_c0"')[1].split(">")[0]
    page = page_of(as_mia, take(ORDERS + "4;C;2;31.02.2026;5,00;79\n"))
    assert 'aria-invalid="true"' in page.split('name="cell_c3"')[1].split(">")[0]


def test_a_missing_date_is_told_without_a_code(take: Take, as_mia: Client) -> None:
    page = page_of(as_mia, take(ORDERS + "4;C;2;;5,00;79\n", kind="orders"))
    assert "The row has no date." in page
    assert "ordered_at" not in page


def test_a_line_that_adds_the_table_up_is_offered_as_such(take: Take, as_mia: Client) -> None:
    done = take(ORDERS + "Summe;;;;123.456,10;\n", kind="orders")
    assert "This looks like the line that adds the table up." in page_of(as_mia, done)
    row = RejectedRow.objects.get()
    as_mia.post(f"/imports/rejected/{row.public_id}/", {"leave_out": "1"})
    assert "adds the table up" not in page_of(as_mia, done)


def test_a_mended_row_is_told_to_be_in(take: Take, as_mia: Client) -> None:
    take(ORDERS + "4;C;2;31.02.2026;5,00;79\n", kind="orders")
    row = RejectedRow.objects.get()
    cells = {"cell_c3": "28.02.2026\0"}
    answer = as_mia.post(f"/imports/rejected/{row.public_id}/", cells, follow=True)
    assert "The row is in." in answer.content.decode()


def test_all_rows_can_be_left_out_at_once(take: Take, as_mia: Client, rf, mia: User) -> None:
    done = take(ORDERS + "4;C;2;31.02.2026;5,00;79\n5;C;2;32.02.2026;5,00;79\n", kind="orders")
    assert "Leave all of them out" in page_of(as_mia, done)
    request = rf.get("/")
    request.user = mia
    [waiting] = today_panel(request).context["rejected"]
    assert waiting.waiting == 2
    assert as_mia.post(f"/imports/{done.public_id}/rejected/all/").status_code == 302
    assert "No row needs you." in page_of(as_mia, done)
    assert today_panel(request) is None
    assert (
        "could not be taken over" not in as_mia.get(f"/imports/{done.public_id}/").content.decode()
    )


def test_leaving_all_out_is_recorded_once_and_only_for_who_may(
    take: Take, mia: User, petra: User, now
) -> None:
    done = take(ORDERS + "4;C;2;31.02.2026;5,00;79\n5;C;2;32.02.2026;5,00;79\n", kind="orders")
    with refused("not_allowed"):
        leave_all_out(done, by=petra, at=now)
    assert leave_all_out(done, by=mia, at=now) == 2
    assert leave_all_out(done, by=mia, at=now) == 0
    entries = LedgerEntry.objects.filter(action="intake.rows_left_out")
    assert [entry.details for entry in entries] == [{"rows": 2}, {"rows": 0}]
    Import.objects.update(state=Import.State.UNDONE)
    with refused("import_not_done"):
        leave_all_out(done, by=mia, at=now)


def test_values_left_out_are_counted_by_column_with_one_of_them(take: Take, as_mia: Client) -> None:
    rows = "".join(
        f"{n};Eva;Moser{n};{'keine Mail' if n % 2 else f'{n}@x.example'};\n" for n in range(80, 90)
    )
    done = take(PEOPLE + rows + "77;Karl;Huber;keine Mail;\n")
    page = page_of(as_mia, done)
    assert "<b>E-Mail</b>: 5 values." in page  # that of the rejected row is none of them
    assert ">Eva Moser81</a>" in page
    result = as_mia.get(f"/imports/{done.public_id}/").content.decode()
    assert "E-Mail: 5" in result
    assert f'href="/imports/{done.public_id}/rejected/#notes"' in result


@pytest.mark.parametrize("mark", ["²", "-1", "x", "9" * 40, "%00", ""])
def test_a_mark_that_is_none_begins_at_the_beginning(take: Take, as_mia: Client, mark: str) -> None:
    done = take(ORDERS + "4;C;2;31.02.2026;5,00;79\n", kind="orders")
    assert "31.02.2026" in page_of(as_mia, done, f"?after={mark}")


def test_who_may_only_look_gets_no_buttons(
    take: Take, as_mia: Client, as_petra: Client, as_jonas: Client
) -> None:
    done = take(ORDERS + "4;C;2;31.02.2026;5,00;79\n", kind="orders")
    assert "Leave out" in page_of(as_mia, done)
    assert "Leave out" not in page_of(as_petra, done)
    assert as_petra.post(f"/imports/{done.public_id}/rejected/all/").status_code == 403
    assert as_jonas.get(f"/imports/{done.public_id}/rejected/").status_code == 403


def test_more_rows_cost_no_more_queries(
    take: Take, as_mia: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    few = take(PEOPLE + "77;Karl;Huber;;\n77;Eva;Moser;nein;\n")
    page_of(as_mia, few)
    with CaptureQueriesContext(connection) as counted:
        page_of(as_mia, few)
    more = "".join(f"77;Karl;Huber{n};nein;\n" for n in range(9))
    many = take(PEOPLE + more)
    with django_assert_num_queries(len(counted)):
        page_of(as_mia, many)
