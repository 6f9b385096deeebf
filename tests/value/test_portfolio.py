"""Value beside rhythm."""

from datetime import timedelta
from decimal import Decimal

import polars as pl
import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.value.shop import AS_OF, MICROS, known_of, purchases

from nahbar.value.portfolio import describe_portfolio, read_rhythm
from nahbar.value.reckoning import reckon
from nahbar.value.rules import Rules
from nahbar.value.steps import SILENCE

row = st.fixed_dictionaries(
    {
        "value_class": st.sampled_from("ABCD"),
        "silent_days": st.integers(0, 1000),
        "limit_days": st.integers(0, 400),
        "is_drifting": st.sampled_from([True, False, None]),
        "value": st.integers(-(10**9), 10**12),
        "expected": st.integers(0, 10**11),
    }
)
SCHEMA = {
    "value_class": pl.String,
    "silent_days": pl.Int64,
    "limit_days": pl.Int64,
    "is_drifting": pl.Boolean,
    "value": pl.Int64,
    "expected": pl.Int64,
}


@settings(max_examples=20, deadline=None)
@given(st.lists(row, max_size=40))
def test_everybody_with_a_rhythm_stands_in_one_cell(rows: list) -> None:
    figures = pl.DataFrame(rows, schema=SCHEMA)
    found = describe_portfolio(figures)
    seen = figures.filter(pl.col("is_drifting").is_not_null())
    assert sum(cell["customers"] for cell in found["cells"]) == seen.height
    assert sum(Decimal(cell["value"]) for cell in found["cells"]) * MICROS == seen["value"].sum()
    beyond = [cell for cell in found["cells"] if cell["step"] > SILENCE.index(1.0)]
    drifting = seen.filter("is_drifting")
    assert sum(cell["customers"] for cell in beyond) == drifting.height
    assert Decimal(found["drifting_value"]) * MICROS == drifting["value"].sum()
    assert all(0 <= cell["step"] <= len(SILENCE) for cell in found["cells"])


def weekly(customer: int, until: int, amount: float = 50) -> list[tuple]:
    """Every seventh day, the last time `until` days ago."""
    return [(customer, AS_OF - timedelta(days=back), amount) for back in range(until, 400, 7)]


def test_who_came_weekly_and_stopped_drifts_and_who_comes_seldom_does_not() -> None:
    rows = [*weekly(1, 45), *weekly(2, 3)]
    rows += [(3, AS_OF - timedelta(days=back), 50) for back in (60, 180, 300, 390)]
    for customer in range(4, 40):
        rows += weekly(customer, customer % 7)
    here = pl.DataFrame({"customer": range(1, 40)})
    found = read_rhythm(
        purchases(rows), pl.DataFrame(schema={"customer": pl.Int64, "day": pl.Date}), here, AS_OF
    )
    drifting = dict(found.frame.select("customer", "is_drifting").iter_rows())
    assert drifting[1]
    assert not drifting[2]
    assert not drifting[3]
    assert found.described["drifting"] == sum(drifting.values())


def test_a_noted_visit_breaks_the_silence() -> None:
    rows = [*weekly(1, 45), *(row for n in range(2, 40) for row in weekly(n, n % 7))]
    visits = pl.DataFrame({"customer": [1], "day": [AS_OF - timedelta(days=4)]})
    here = pl.DataFrame({"customer": range(1, 40)})
    found = read_rhythm(purchases(rows), visits, here, AS_OF).frame
    assert found.row(0, named=True)["silent_days"] == 4
    assert not found.row(0, named=True)["is_drifting"]


def test_the_grid_of_a_shop_counts_those_who_are_listed(shop: pl.DataFrame) -> None:
    reckoned = reckon(known_of(shop, range(1, 403)), rules=Rules(), as_of=AS_OF)
    found = describe_portfolio(reckoned.figures)
    assert {cell["name"] for cell in found["cells"]} <= set("ABCD")
    beyond = sum(c["customers"] for c in found["cells"] if c["step"] > SILENCE.index(1.0))
    assert beyond == reckoned.rhythm["drifting"] == reckoned.figures["is_drifting"].sum()
    assert sum(c["customers"] for c in found["cells"]) == reckoned.rhythm["with_rhythm"]


@pytest.mark.parametrize(("drifting", "is_said"), [(40, True), (21, False)])
def test_the_heading_is_a_finding_only_where_chance_does_not_explain_it(
    drifting: int, is_said: bool
) -> None:
    from nahbar.value import silence  # noqa: PLC0415  # words need a language

    class Summary:
        rhythm = {"drifting": drifting, "by_chance": 20}

    with translation.override("en"):
        told = silence.finding(Summary())  # type: ignore[arg-type]  # only the rhythm is read
    assert told.startswith("40 customers are silent") is is_said
