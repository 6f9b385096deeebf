"""The page of an import at its end tells what became of the rows."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.intake.conftest import ORDERS, Take
from tests.intake.test_take_over_orders import TWO_CURRENCIES

from nahbar.intake.models import Import

pytestmark = pytest.mark.django_db


def page(client: Client, import_run: Import) -> str:
    return client.get(reverse("import", args=[import_run.public_id])).content.decode()


def test_currencies_are_shown_each_with_its_own_sum(take: Take, as_mia: Client) -> None:
    shown = page(as_mia, take(TWO_CURRENCIES))
    assert "CHF 7,00 · EUR 11,50 · USD 10,00" in shown


def test_one_currency_is_shown_as_a_number(take: Take, as_mia: Client) -> None:
    shown = page(as_mia, take(ORDERS))
    assert "16,95" in shown
    assert "EUR" not in shown


def test_where_every_row_was_rejected_nothing_is_called_known(take: Take, as_mia: Client) -> None:
    header = ORDERS.splitlines()[0]
    bad = f"{header}\n1;A;Pen;1;31.02.2026;4,50;77\n2;A;Pen;1;31.04.2026;4,50;77\n"
    done = take(bad, kind="orders")
    assert done.is_all_rejected
    shown = page(as_mia, done)
    assert "Alles war schon bekannt" not in shown
    assert "Everything was known" not in shown
