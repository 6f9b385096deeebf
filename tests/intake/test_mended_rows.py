"""A rejected row is mended in its place and taken over, or left out for good."""

from decimal import Decimal

import pytest
from django.test import RequestFactory
from tests.intake.dropping import (
    HEADER,
    Dropping,
    is_conserved,
    is_empty,
    notes,
    reasons,
    refused,
    rejects,
    totals,
)

from nahbar.core.access import Role
from nahbar.core.models import LedgerEntry, User
from nahbar.customers.models import Customer
from nahbar.intake.jobs import recount_import
from nahbar.intake.models import Import, RejectedRow
from nahbar.intake.operations.correct import correct_row, leave_row_out
from nahbar.intake.operations.undo import ask_to_undo
from nahbar.intake.panels import today_panel
from nahbar.sales.models import Order, OrderLine

pytestmark = pytest.mark.django_db
GOOD = "1;A;1;13.01.2026;4,50;77\n2;B;2;14.01.2026;1,20;78\n3;A;1;15.01.2026;4,50;77\n"
DATE, PRICE = "c3", "c4"


def take(counter: Dropping, rows: str) -> Import:
    return counter.take(("orders.csv", (HEADER + GOOD + rows).encode()), kind="orders")


def look_again(done: Import) -> Import:
    recount_import.call(done.pk)
    done.refresh_from_db()
    return done


def test_a_mended_row_is_taken_over_and_counted(counter: Dropping) -> None:
    done = take(counter, "4;C;2;31.02.2026;5,00;79\n")
    assert done.totals == totals(customers=2, orders=3, lines=3, amount="11.4")
    row = correct_row(RejectedRow.objects.get(), {DATE: "28.02.2026"}, by=counter.by, at=counter.at)
    assert row.state == RejectedRow.State.CORRECTED
    done = look_again(done)
    assert (done.rows_stored, done.rows_rejected, done.customers_created) == (4, 0, 3)
    assert is_conserved(done)
    assert done.totals == totals(customers=3, orders=4, lines=4, amount="21.4")
    assert Order.objects.get(number="4").amount == Decimal(10)
    assert LedgerEntry.objects.filter(action="intake.row_settled", actor=counter.by).count() == 1


def test_a_row_mended_wrongly_stays_with_its_new_reason(counter: Dropping) -> None:
    done = take(counter, "4;C;2;31.02.2026;5,00;79\n")
    mended = {DATE: "28.02.2026", PRICE: "viel"}
    row = correct_row(RejectedRow.objects.get(), mended, by=counter.by, at=counter.at)
    assert (row.state, row.column, row.code) == ("open", "Price", "number_unreadable")
    assert row.cells[DATE] == "28.02.2026"
    assert "viel" in reasons(done)[0]
    assert is_conserved(look_again(done))
    assert OrderLine.objects.count() == 3


def test_a_mended_row_equal_to_a_stored_one_is_one_more(counter: Dropping) -> None:
    done = take(counter, "1;A;1;31.02.2026;4,50;77\n1;A;1;32.01.2026;4,50;77\n")
    for row in RejectedRow.objects.filter(is_note=False):
        correct_row(row, {DATE: "13.01.2026"}, by=counter.by, at=counter.at)
    done = look_again(done)
    assert (done.rows_stored, done.rows_unchanged, done.rows_rejected) == (5, 0, 0)
    assert Order.objects.get(number="1").line_count == 3
    assert done.totals["amount"] == "20.4"


def test_a_row_left_out_stays_raw_and_rejected(counter: Dropping) -> None:
    done = take(counter, "4;C;2;31.02.2026;5,00;79\n")
    row = leave_row_out(RejectedRow.objects.get(), by=counter.by, at=counter.at)
    assert row.state == RejectedRow.State.LEFT_OUT
    assert row.cells[DATE] == "31.02.2026"
    with refused("row_settled"):
        correct_row(row, {DATE: "28.02.2026"}, by=counter.by, at=counter.at)
    assert is_conserved(look_again(done))


def test_a_customer_refused_for_the_number_is_mended_with_another(counter: Dropping) -> None:
    content = b"Kundennummer;Vorname;Nachname\n77;Anna;Berger\n77;Karl;Huber\n"
    done = counter.take(("kunden.csv", content))
    row = correct_row(RejectedRow.objects.get(), {"c0": "81"}, by=counter.by, at=counter.at)
    assert row.state == RejectedRow.State.CORRECTED
    assert is_conserved(look_again(done))
    assert set(Customer.objects.values_list("name", flat=True)) == {"Anna Berger", "Karl Huber"}


def test_a_customer_still_refused_stays_rejected(counter: Dropping) -> None:
    content = b"Kundennummer;Vorname;Nachname\n77;Anna;Berger\n77;Karl;Huber\n"
    counter.take(("kunden.csv", content))
    row = correct_row(RejectedRow.objects.get(), {"c1": "Otto"}, by=counter.by, at=counter.at)
    assert (row.state, row.code) == ("open", "number_reused")
    assert Customer.objects.count() == 1


def test_a_row_without_cells_is_mended_in_the_file_or_left_out(
    counter: Dropping, rf: RequestFactory
) -> None:
    take(counter, "4;C\0;2;28.02.2026;5,00;79\n")
    request = rf.get("/")
    request.user = counter.by
    assert today_panel(request)
    with refused("row_unreadable"):
        correct_row(RejectedRow.objects.get(), {DATE: "1"}, by=counter.by, at=counter.at)
    row = leave_row_out(RejectedRow.objects.get(), by=counter.by, at=counter.at)
    assert row.state == RejectedRow.State.LEFT_OUT
    assert today_panel(request) is None


def test_today_counts_the_rows_that_are_still_open(counter: Dropping, rf: RequestFactory) -> None:
    bad = "4;C;2;31.02.2026;5,00;79\n5;C;2;32.02.2026;5,00;79\n6;C;2;33.02.2026;5,00;79\n"
    take(counter, bad)
    leave_row_out(RejectedRow.objects.all()[0], by=counter.by, at=counter.at)
    request = rf.get("/")
    request.user = counter.by
    panel = today_panel(request)
    assert panel is not None
    assert [one.waiting for one in panel.context["rejected"]] == [2]


def test_a_mended_line_of_a_shop_order_keeps_the_head_of_its_order(counter: Dropping) -> None:
    content = (
        "Name,Email,Financial Status,Currency,Created at,Lineitem quantity,Lineitem name,Lineitem price\n"
        "#1,a@shop.example,paid,EUR,2026-01-03 10:00:00 +0100,1,Pen,10.00\n"
        "#1,,,,,viel,Ink,10.00\n"
        "#2,b@shop.example,paid,EUR,2026-01-04 10:00:00 +0100,1,Pen,5.00\n"
        "#3,b@shop.example,paid,EUR,2026-01-04 10:00:00 +0100,1,Pen,5.00\n"
    )
    done = counter.take(("orders.csv", content.encode()), kind="orders")
    assert [code for *_, code in rejects(done)] == ["number_unreadable"]
    row = RejectedRow.objects.get(is_note=False)
    assert row.cells["c4"] == "2026-01-03 10:00:00 +0100"
    row = correct_row(row, {"c5": "2"}, by=counter.by, at=counter.at)
    assert row.state == RejectedRow.State.CORRECTED, row.code
    order = Order.objects.get(number="#1")
    assert (order.amount, order.line_count) == (Decimal(30), 2)
    assert is_conserved(look_again(done))


def test_a_mended_row_goes_with_its_import(counter: Dropping) -> None:
    done = take(counter, "4;C;2;31.02.2026;5,00;79\n")
    row = RejectedRow.objects.get()
    correct_row(row, {DATE: "28.02.2026"}, by=counter.by, at=counter.at)
    counter.work(ask_to_undo(done, by=counter.by, at=counter.at))
    assert is_empty()
    with refused("import_not_done"):
        leave_row_out(_opened_again(row), by=counter.by, at=counter.at)


def _opened_again(row: RejectedRow) -> RejectedRow:
    RejectedRow.objects.filter(pk=row.pk).update(state="open")
    return row


def test_a_note_is_no_row_to_mend(counter: Dropping) -> None:
    done = take(counter, "4;C;2;28.02.2026;-5,00;79\n")
    assert notes(done) == [(4, "Price", "amount_negative")]
    with refused("row_settled"):
        correct_row(RejectedRow.objects.get(), {PRICE: "5"}, by=counter.by, at=counter.at)


def test_who_may_only_look_mends_nothing(counter: Dropping, petra: User) -> None:
    take(counter, "4;C;2;31.02.2026;5,00;79\n")
    assert petra.role == Role.READER
    for settle in (
        lambda row: correct_row(row, {DATE: "28.02.2026"}, by=petra, at=counter.at),
        lambda row: leave_row_out(row, by=petra, at=counter.at),
    ):
        with refused("not_allowed"):
            settle(RejectedRow.objects.get())
