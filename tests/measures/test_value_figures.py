"""The figures that value offers: read from the run, in few queries, moved by a new run."""

import html
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.customers.folk import anna, bernd

import nahbar
from nahbar.customers.models import Customer
from nahbar.measures.figures import read_figures, visible_kinds
from nahbar.measures.operations.findings import note_finding
from nahbar.value.models import CustomerValue, ValueRun
from nahbar.value.rules import current_rules

pytestmark = pytest.mark.django_db
__all__ = ["anna", "bernd"]

TOTALS: dict[str, Any] = {
    "customers": 100,
    "with_history": 80,
    "orders": 300,
    "margin_share": 0.3,
    "value": "5000.000000",
    "value_low": "4800.000000",
    "value_high": "5200.000000",
    "expected": "2000.000000",
    "margin_so_far": "3000.000000",
    "median": "20.000000",
    "classes": [],
    "left_out": {},
    "missing": None,
    "concentration": {"customers": 20, "share": 0.5, "low": 0.45, "high": 0.55},
    "curve": [[0.0, 0.0], [0.1, 0.3], [0.2, 0.5], [0.4, 0.7], [1.0, 1.0]],
}


def run_of(day: date, now, **totals: Any) -> ValueRun:
    ValueRun.objects.update(state=ValueRun.State.PAST)
    return ValueRun.objects.create(
        state=ValueRun.State.CURRENT,
        as_of=day,
        started_at=now,
        currency="EUR",
        rules={**current_rules().as_json()},
        totals={**TOTALS, **totals},
    )


@pytest.fixture
def run(firm, now) -> ValueRun:
    return run_of(date(2026, 3, 2), now)


def test_the_totals_have_their_ranges_counts_and_days(run: ValueRun) -> None:
    found = read_figures(
        [("value.total", None), ("value.expected", None), ("value.customers", None)]
    )
    total = found["value.total", None]
    assert (total.value, total.low, total.high) == (Decimal(5000), Decimal(4800), Decimal(5200))
    assert (total.count, total.as_of, total.currency) == (100, date(2026, 3, 2), "EUR")
    assert found["value.expected", None].low is None
    counted = found["value.customers", None]
    assert (counted.value, counted.low, counted.high) == (Decimal(80), Decimal(80), Decimal(80))


def test_how_many_bring_half_has_the_range_that_the_curve_gives(run: ValueRun) -> None:
    half = read_figures([("value.half", None)])["value.half", None]
    assert half.value == Decimal("0.2")
    assert (half.low, half.high) == (Decimal("0.175"), Decimal("0.25"))


def test_without_an_expectation_there_is_none_to_speak_of(now, firm) -> None:
    run_of(date(2026, 3, 2), now, missing={"code": "no_repeat_purchases"}, concentration=None)
    keys = [("value.expected", None), ("value.half", None), ("value.calibration", None)]
    assert read_figures(keys) == {}


def test_without_a_run_there_are_no_figures(firm) -> None:
    assert read_figures([("value.total", None)]) == {}


def test_many_of_them_cost_as_much_as_few(run, anna: Customer, bernd: Customer, mia) -> None:
    for customer in (anna, bernd):
        CustomerValue.objects.create(
            customer=customer, run=run, value=90, low=50, high=150, margin_so_far=60, expected=30,
            expected_low=0, expected_high=90, turnover=200, factor=50, value_class="B",
            purchases=3, has_history=True,
        )  # fmt: skip
    with CaptureQueriesContext(connection) as few:
        read_figures([("value.customer", anna.pk)])
    keys = [key for key in visible_kinds(mia) if key.startswith("value.")]
    asked = [(key, None) for key in keys if key != "value.customer"]
    asked += [("value.customer", anna.pk), ("value.customer", bernd.pk)]
    with CaptureQueriesContext(connection) as many:
        found = read_figures(asked)
    assert len(many) == len(few)
    assert found["value.customer", bernd.pk].value == Decimal(90)
    assert found["value.customer", anna.pk].count == 3


def test_a_new_run_moves_the_figure_and_other_rules_forbid_the_comparison(
    run, mia, as_mia: Client, now
) -> None:
    mia.language = "en"
    mia.save()
    kept = note_finding("value.total", "We live from few.", by=mia, at=now)
    run_of(date(2026, 4, 2), now, value="6000.000000", value_low="5800.000000", value_high="6200")
    address = f"/findings/{kept.public_id}/"
    assert "moved clearly" in as_mia.get(address).text
    ValueRun.objects.filter(state=ValueRun.State.CURRENT).update(rules={"horizon_months": 12})
    assert "not comparable" in as_mia.get(address).text


def test_staff_neither_see_the_finding_nor_find_the_figure(run, mia, as_jonas: Client, now) -> None:
    kept = note_finding("value.total", "We live from few.", by=mia, at=now)
    assert as_jonas.get(f"/findings/{kept.public_id}/").status_code == 404
    assert as_jonas.get("/findings/new/?figure=value.total").status_code == 404


def test_every_key_on_a_page_is_a_figure_that_is_offered(mia) -> None:
    named = {
        key: path.name
        for path in Path(nahbar.__file__).parent.rglob("*.html")
        for key in re.findall(
            r'(?:(?<![-\w])key=|note_link\()"([^"]+)"', path.read_text(encoding="utf-8")
        )
    }
    assert {"value.half", "value.total", "value.customer"} <= named.keys()
    assert named.keys() - visible_kinds(mia).keys() == set()


@pytest.mark.parametrize(
    "piece",
    [
        "{% from 'pieces/figures.html' import figure %}{{ figure('l', '1', key='value.total') }}",
        (
            "{% from 'pieces/charts.html' import chart %}"
            "{{ chart('c', 'bars', 'f', {'x': []}, ['a'], [], key='value.total') }}"
        ),
    ],
)
def test_a_piece_with_a_key_leads_to_a_finding_in_one_tap(piece, run, as_mia: Client) -> None:
    drawn = engines["jinja2"].env.from_string(piece).render()
    found = re.search(r'href="(/findings/new/[^"]+)"', drawn)
    assert found
    assert as_mia.get(html.unescape(found[1])).status_code == 200
    without = piece.replace(", key='value.total'", "")
    assert "/findings/new/" not in engines["jinja2"].env.from_string(without).render()
