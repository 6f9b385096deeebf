"""Several files are one import; what was learnt of a heading is used again; an import can be stopped."""

import gzip

import pytest
from tests.intake.dropping import HEADER, Dropping, is_conserved, is_empty, refused
from tests.intake.reading.workbook_files import Rows, ods, xlsx

from nahbar.customers.models import Customer
from nahbar.intake.mapping import from_json
from nahbar.intake.models import Import, SavedMapping
from nahbar.intake.operations import store, survey, work
from nahbar.intake.operations.cancel import cancel_import
from nahbar.intake.operations.confirm import answer_question, reassign_column
from nahbar.intake.operations.resume import resume_import
from nahbar.sales.models import Order, OrderLine

pytestmark = pytest.mark.django_db
SHEET: Rows = [
    ["Invoice", "Article", "Quantity", "Date", "Price", "Customer No"],
    ["1", "A", 2, "13.01.2026", 4.5, "77"],
    ["2", "B", 1, "14.01.2026", 1.2, "78"],
]


def orders(first: int, count: int, date: str = "{day:02d}.01.2026") -> bytes:
    lines = (
        f"{n};A;1;{date.format(day=13 + n % 10)};4,50;{n % 7}\n"
        for n in range(first, first + count)
    )
    return (HEADER + "".join(lines)).encode()


def test_several_files_are_one_import(counter: Dropping) -> None:
    done = counter.take(("a.csv", orders(1, 5)), ("b.csv", orders(6, 5)), ("c.csv", orders(11, 2)))
    assert (done.rows_stored, done.totals["orders"], done.totals["amount"]) == (12, 12, "54")
    assert Import.objects.count() == 1


def test_equal_rows_in_two_files_of_one_import_are_two(counter: Dropping) -> None:
    done = counter.take(("a.csv", orders(1, 3)), ("b.csv", orders(1, 3)))
    assert (done.rows_stored, OrderLine.objects.count()) == (6, 6)
    again = counter.take(("a.csv", orders(1, 3)))
    assert (again.rows_stored, again.rows_unchanged) == (0, 3)


def test_a_packed_file_is_the_file_in_it(counter: Dropping) -> None:
    counter.take(("a.csv.gz", gzip.compress(orders(1, 5))))
    assert counter.take(("a.csv", orders(1, 5))).rows_unchanged == 5


@pytest.mark.parametrize(
    ("name", "content"), [("a.xlsx", xlsx({"Jan": SHEET})), ("a.ods", ods({"Jan": SHEET}))]
)
def test_a_workbook_is_read_as_the_same_rows_as_text(
    counter: Dropping, name: str, content: bytes
) -> None:
    done = counter.take((name, content))
    assert (done.rows_stored, done.totals["amount"]) == (2, "10.2")
    text = HEADER + "1;A;2;13.01.2026;4,50;77\n2;B;1;14.01.2026;1,20;78\n"
    assert counter.take(("a.csv", text.encode())).rows_unchanged == 2


def test_every_sheet_of_a_workbook_is_taken(counter: Dropping) -> None:
    people: Rows = [
        ["Kundennummer", "Vorname", "Nachname"],
        ["77", "Anna", "Berger"],
        ["78", "Bernd", "Moser"],
    ]
    done = counter.take(("alles.xlsx", xlsx({"Bestellungen": SHEET, "Kunden": people})))
    assert sorted(done.tables.values_list("sheet", "kind")) == [
        ("Bestellungen", "orders"),
        ("Kunden", "customers"),
    ]
    assert Order.objects.get(number="1").customer == Customer.objects.get(name="Anna Berger")


def test_what_was_corrected_is_used_for_the_next_file_with_this_heading(counter: Dropping) -> None:
    first = counter.read(("a.csv", orders(1, 5)))
    reassign_column(first.tables.get(), "c1", "sku", by=counter.by, at=counter.at)
    assert is_conserved(counter.confirm(first))
    assert SavedMapping.objects.count() == 1
    second = counter.read(("b.csv", orders(6, 5)))
    assert from_json(second.tables.get().proposal).choice("c1").field == "sku"
    elsewhere = counter.read(("b.csv", orders(6, 5)), source="Filiale")
    assert from_json(elsewhere.tables.get().proposal).choice("c1").field != "sku"


def test_the_saved_mapping_is_found_by_the_command_line_s_word_for_its_kind(
    counter: Dropping,
) -> None:
    people = b"Kundennummer;Vorname;Nachname\n77;Anna;Berger\n"
    first = counter.read(("a.csv", people), kind="contacts")
    reassign_column(first.tables.get(), "c1", None, by=counter.by, at=counter.at)
    counter.confirm(first)
    second = counter.read(("b.csv", people), kind="contacts")
    assert from_json(second.tables.get().proposal).choice("c1").field is None


def test_days_or_months_are_asked_when_no_value_tells(counter: Dropping) -> None:
    waiting = counter.read(("a.csv", orders(1, 3, date="03/04/2026")), kind="orders")
    table = waiting.tables.get()
    [question] = from_json(table.proposal).open_questions
    assert question.code == "date_order"
    with refused("question_open"):
        counter.confirm(waiting)
    answer_question(table, question.id, "month_first", by=counter.by, at=counter.at)
    assert is_conserved(counter.confirm(waiting))
    assert {order.ordered_at.month for order in Order.objects.all()} == {3}


def test_days_or_months_are_decided_over_all_files(counter: Dropping) -> None:
    doubtful = orders(1, 3, date="03/04/2026")
    telling = orders(4, 3, date="04/{day}/2026")
    done = counter.take(("a.csv", doubtful), ("b.csv", telling), kind="orders")
    assert done.rows_stored == 6
    assert {order.ordered_at.month for order in Order.objects.all()} == {3, 4}


def test_a_proposal_is_cancelled_at_once(counter: Dropping) -> None:
    waiting = counter.read(("a.csv", orders(1, 3)))
    assert cancel_import(waiting, by=counter.by, at=counter.at).state == Import.State.CANCELLED
    waiting.refresh_from_db()
    with refused("not_proposed"):
        counter.confirm(waiting)
    assert is_empty()


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "ROWS", 10)


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("chunk", [1, 2, 3])
def test_cancelled_in_the_middle_it_takes_back_what_it_has_done(
    counter: Dropping, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    waiting = counter.read(("a.csv", orders(1, 30)))
    real, seen = store._take_chunk, []

    def cancelling(*args: object) -> None:
        real(*args)
        seen.append(OrderLine.objects.count())
        if len(seen) == chunk:
            cancel_import(waiting, by=counter.by, at=counter.at)

    monkeypatch.setattr(store, "_take_chunk", cancelling)
    cancelled = counter.confirm(waiting)
    assert seen == [10, 20, 30][:chunk]
    assert cancelled.state == Import.State.CANCELLED
    assert cancelled.undo_result["removed"]["lines"] == 10 * chunk
    assert is_empty()


def test_cancelled_while_it_is_read_it_asks_for_no_yes(
    counter: Dropping, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cancelling(import_run: Import) -> None:
        cancel_import(import_run, by=counter.by, at=counter.at)

    monkeypatch.setattr(survey, "_refuse_what_is_empty", cancelling)  # the last step before
    assert counter.read(("a.csv", orders(1, 3))).state == Import.State.CANCELLED


def test_an_error_nobody_foresaw_stops_one_import_and_no_other(
    counter: Dropping, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = counter.read(("a.csv", orders(1, 3)))
    with monkeypatch.context() as patched:
        patched.setattr(store, "keep_refusals", lambda *_: 1 // 0)
        failed = counter.confirm(waiting)
        assert (failed.state, failed.error_code) == (Import.State.FAILED, "unexpected")
        assert is_empty()
        assert counter.read(("b.csv", orders(4, 3))).state == Import.State.PROPOSED
    done = counter.work(resume_import(failed, by=counter.by, at=counter.at))
    assert (done.state, done.rows_stored) == (Import.State.DONE, 3)


def test_only_what_can_go_on_goes_on(counter: Dropping) -> None:
    failed = counter.read(("a.csv", b""))
    with refused("not_resumable"):
        resume_import(failed, by=counter.by, at=counter.at)
    assert work.work_off() == 0
