"""An order export becomes customers, orders, lines, products and moments."""

from decimal import Decimal

import pytest
from tests.intake.conftest import ORDERS, Take
from tests.intake.dropping import rejects, totals

from nahbar.core.models import LedgerEntry
from nahbar.customers.models import Customer, CustomerNumber
from nahbar.intake.models import Import
from nahbar.moments.models import Encounter
from nahbar.sales.models import Order, OrderLine, Product

pytestmark = pytest.mark.django_db


def test_every_row_becomes_a_line_and_every_number_an_order(take: Take) -> None:
    done = take(ORDERS)
    assert (done.rows_read, done.rows_stored, done.rows_rejected) == (5, 5, 0)
    assert done.totals == totals(customers=2, orders=4, lines=5, amount="16.95")
    assert OrderLine.objects.count() == 5
    assert set(Order.objects.values_list("number", flat=True)) == {"1001", "1002", "C1003", "1004"}
    assert Product.objects.count() == 3
    assert set(CustomerNumber.objects.values_list("number", flat=True)) == {"77", "78"}


def test_an_order_is_the_sum_of_its_lines_and_keeps_the_house_time(take: Take) -> None:
    take(ORDERS)
    order = Order.objects.get(number="1001")
    assert order.amount == Decimal("10.2")
    assert order.line_count == 2
    assert order.ordered_at.isoformat() == "2026-01-03T09:00:00+00:00"  # ten o'clock in Vienna


def test_a_cancellation_is_kept_apart_from_an_order(take: Take) -> None:
    take(ORDERS)
    kinds = dict(Order.objects.values_list("number", "kind"))
    assert kinds["C1003"] == "cancellation"
    assert kinds["1001"] == "order"


def test_an_order_without_a_customer_stays_anonymous_and_counts(take: Take) -> None:
    take(ORDERS)
    assert Order.objects.get(number="1004").customer is None
    assert Encounter.objects.count() == 3


def test_each_order_is_a_moment_in_the_customers_timeline(take: Take) -> None:
    take(ORDERS)
    order = Order.objects.get(number="1001")
    moment = Encounter.objects.get(reference=f"order:{order.pk}")
    assert moment.customer == order.customer
    assert moment.occurred_at == order.ordered_at


def test_the_same_file_twice_changes_nothing(take: Take) -> None:
    take(ORDERS)
    again = take(ORDERS)
    assert (again.rows_stored, again.rows_unchanged) == (0, 5)
    assert again.totals["amount"] == "16.95"
    assert OrderLine.objects.count() == 5
    assert Customer.objects.count() == 2
    assert Encounter.objects.count() == 3


def test_equal_lines_of_one_file_all_belong_to_the_sum(take: Take) -> None:
    header, *rows = ORDERS.strip().splitlines()
    doubled = "\n".join([header, rows[0], rows[0], rows[0]]) + "\n"
    done = take(doubled)
    assert done.rows_stored == 3
    assert Order.objects.get(number="1001").amount == Decimal(27)
    assert take(doubled).rows_stored == 0


def test_a_later_overlapping_export_adds_only_what_is_new(take: Take) -> None:
    take(ORDERS)
    later = take(ORDERS + "1005;A2;Pen;4;02.02.2026 10:00;1,20;79\n")
    assert (later.rows_stored, later.rows_unchanged) == (1, 5)
    assert later.customers_created == 1


def test_a_column_that_describes_does_not_make_lines_new(take: Take) -> None:
    take(ORDERS)
    rows = ORDERS.strip().splitlines()
    grouped = "\n".join([f"{rows[0]};Product Group", *(f"{row};Paper" for row in rows[1:])])
    again = take(grouped + "\n")
    assert (again.rows_stored, again.rows_unchanged) == (0, 5)


def test_a_late_line_joins_its_order(take: Take) -> None:
    take(ORDERS)
    header = ORDERS.splitlines()[0]
    take(f"{header}\n1001;A3;Ink;1;03.01.2026 10:00;2,25;77\n")
    order = Order.objects.get(number="1001")
    assert order.amount == Decimal("12.45")
    assert order.line_count == 3
    assert Encounter.objects.filter(reference=f"order:{order.pk}").count() == 1


def test_each_chunk_writes_one_ledger_row_and_the_import_its_own(take: Take) -> None:
    done = take(ORDERS)
    actions = list(
        LedgerEntry.objects.filter(subject_kind="intake.import", subject_id=done.pk)
        .order_by("pk")
        .values_list("action", flat=True)
    )
    assert actions == [
        "intake.started",
        "intake.surveyed",
        "intake.confirmed",
        "intake.chunk_taken_over",
        "intake.taken_over",
    ]


def test_an_order_export_without_numbers_groups_by_customer_and_moment(take: Take) -> None:
    done = take(
        "Customer No;Date;Amount\n1;03.01.2026;10,50\n1;03.01.2026;4,50\n1;17.01.2026;8,00\n"
        "2;17.01.2026;8,00\n",
        kind="orders",
    )
    assert done.state == Import.State.DONE
    assert Order.objects.count() == 3
    assert sum(order.amount for order in Order.objects.all()) == Decimal(31)


def test_prices_with_three_decimals_are_not_rounded(take: Take) -> None:
    header = ORDERS.splitlines()[0]
    done = take(f"{header}\n1;A;x;3;03.01.2026 10:00;0,035;5\n2;A;y;1;13.01.2026 10:00;0,001;5\n")
    assert done.totals["amount"] == "0.106"


TWO_CURRENCIES = """Order number;Customer number;Date;Article;Quantity;Unit price;Currency
T6;Z3;01.06.2024 10:00;a;1;10,00;EUR
T6;Z3;01.06.2024 10:00;b;1;10,00;USD
T7;Z3;01.06.2024 10:00;b;3;2,00;CHF
T7;Z3;01.06.2024 10:00;a;1;1,00;
T8;Z3;02.06.2024 10:00;a;1;1,50;
"""


def test_an_order_is_in_one_currency_and_sums_are_by_currency(take: Take) -> None:
    done = take(TWO_CURRENCIES)
    assert rejects(done) == [(2, 3, "", "currency_mixed")]
    kept = Order.objects.order_by("number").values_list("number", "amount", "currency")
    assert list(kept) == [
        ("T6", Decimal(10), "EUR"),
        ("T7", Decimal(7), "CHF"),
        ("T8", Decimal("1.5"), "EUR"),
    ]
    assert (done.totals["amount"], done.totals["currency"]) == ("11.5", "EUR")
    assert done.totals["amounts"] == {"EUR": "11.5", "USD": "10", "CHF": "7"}


def test_a_later_line_in_another_currency_does_not_join_its_order(take: Take) -> None:
    header, *_ = TWO_CURRENCIES.splitlines(keepends=True)
    take(TWO_CURRENCIES)
    late = take(
        header + "T8;Z3;02.06.2024 10:00;c;1;9,00;USD\nT8;Z3;02.06.2024 10:00;d;1;2,00;EUR\n"
    )
    assert [code for *_, code in rejects(late)] == ["currency_mixed"]
    assert Order.objects.get(number="T8").amount == Decimal("3.5")
    assert (late.totals["amount"], late.totals["amounts"]) == ("2", {"USD": "9", "EUR": "2"})


def test_of_foreign_currencies_the_one_of_most_lines_is_the_main_one(take: Take) -> None:
    foreign = TWO_CURRENCIES.replace("EUR", "USD").replace(";\n", ";CHF\n")
    done = take(foreign)
    assert (done.totals["currency"], done.totals["amount"]) == ("CHF", "8.5")


def test_the_sum_is_what_is_stored_where_a_discount_makes_it_less(take: Take) -> None:
    done = take(
        "Order number;Customer number;Date;Article;Quantity;Unit price;Line total\n"
        "1;7;01.06.2024;a;3;10,00;27,00\n2;7;02.06.2024;b;1;5,00;\n"
    )
    assert done.totals["amount"] == "32"
    assert sum(order.amount for order in Order.objects.all()) == Decimal(32)
