"""Moments as people and programs write them."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nahbar.intake.mapping.dates import order_evidence, read_dates, read_datetimes, read_times

moment = dt.datetime.fromisoformat

WRITTEN = [
    ("2024-03-04", "2024-03-04T00:00", False),
    ("2024-03-04 07:45:00", "2024-03-04T07:45", True),
    ("2024-03-04T10:00:00Z", "2024-03-04T11:00", True),
    ("2024-07-04T10:00:00Z", "2024-07-04T12:00", True),
    ("2024-03-04 10:00:00 +0100", "2024-03-04T10:00", True),
    ("2024-03-04T10:00:00.123456+01:00", "2024-03-04T10:00:00.123456", True),
    ("3.4.2024", "2024-04-03T00:00", False),
    ("03.04.24", "2024-04-03T00:00", False),
    ("3.4.55", "1955-04-03T00:00", False),
    ("13/04/2024", "2024-04-13T00:00", False),
    ("04/13/2024", "2024-04-13T00:00", False),
    ("3. März 2024", "2024-03-03T00:00", False),
    ("3 Mar 2024", "2024-03-03T00:00", False),
    ("15. Jänner 2023", "2023-01-15T00:00", False),
    ("March 3, 2024", "2024-03-03T00:00", False),
    ("Mon, 04 Mar 2024 10:00:00 +0100", "2024-03-04T10:00", True),
    ("Montag, 4. März 2024 10:30", "2024-03-04T10:30", True),
    ("45000", "2023-03-15T00:00", False),
    ("45000.5", "2023-03-15T12:00", True),
    ("20240304", "2024-03-04T00:00", False),
    ("1700000000", "2023-11-14T22:13:20", True),
    ("3.4.2024, 10:30 Uhr", "2024-04-03T10:30", True),
    ("3/14/2024 10:30 PM", "2024-03-14T22:30", True),
    ("3/14/2024 12:05 AM", "2024-03-14T00:05", True),
]


@pytest.mark.parametrize(("written", "meant", "has_time"), WRITTEN)
def test_every_way_of_writing_a_moment_is_read(cells, written, meant, has_time):
    assert read_datetimes(cells(written)).row(0) == (
        moment(meant),
        None,
        has_time,
    )


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("0001-01-01", "date_out_of_range"),
        ("2999-12-31", "date_out_of_range"),
        ("1.1.1899", "date_out_of_range"),
        ("31.02.2024", "date_impossible"),
        ("2024-02-30", "date_impossible"),
        ("3.4.2024 25:00", "date_impossible"),
        ("hello", "date_unreadable"),
        ("12.30", "date_unreadable"),
        ("٠1.02.2024", "date_unreadable"),
        ("03/04/2024", "date_ambiguous"),
    ],
)
def test_what_is_no_moment_says_why(cells, written, code):
    assert read_datetimes(cells(written)).row(0)[:2] == (None, code)


def test_the_order_of_the_column_decides_what_could_be_read_twice(cells):
    column = cells("03/04/2024 07:45", "05/06/24")
    day_first = read_datetimes(column, order="day_first")["value"].to_list()
    month_first = read_datetimes(column, order="month_first")["value"].to_list()
    assert day_first == [moment("2024-04-03T07:45"), moment("2024-06-05")]
    assert month_first == [moment("2024-03-04T07:45"), moment("2024-05-06")]


def test_evidence_of_order_counts_what_can_only_be_a_day(cells):
    column = cells("13/04/2024", "04/13/2024", "04/14/2024", "03/04/2024", "05/05/2024", "x", None)
    found = order_evidence(column)
    assert found == {"day_first": 1, "month_first": 2, "either": 1, "dotted": 0}


def test_a_date_of_zeros_is_no_value(cells):
    assert read_datetimes(cells("0000-00-00", "00.00.0000", "-"))["code"].null_count() == 3


def test_the_pivot_of_birthdays_reaches_further_back(cells):
    column = cells("1.2.29", "1.2.30", "1.2.49")
    assert [d.year for d in read_dates(column)["value"]] == [2029, 1930, 1949]
    assert [d.year for d in read_datetimes(column)["value"]] == [2029, 2030, 2049]


def test_times_of_day_stand_in_columns_of_their_own(cells):
    read = read_times(cells("10:30", "9.05 Uhr", "10:30 PM", "25:00", "-"))
    assert read["value"].to_list() == [dt.time(10, 30), dt.time(9, 5), dt.time(22, 30), None, None]
    assert read["code"].to_list() == [None, None, None, "time_unreadable", None]


FORMATS = [
    ("%Y-%m-%d %H:%M:%S", None),
    ("%Y-%m-%dT%H:%M:%S", None),
    ("%d.%m.%Y %H:%M:%S", None),
    ("%d.%m.%Y %H:%M:%S Uhr", None),
    ("%d/%m/%Y %H:%M:%S", "day_first"),
    ("%m/%d/%Y %I:%M:%S %p", "month_first"),
    ("%m/%d/%Y %H:%M:%S", "month_first"),
    ("%d %b %Y %H:%M:%S", None),
    ("%Y%m%d%H%M%S", None),
]
MOMENTS = st.datetimes(moment("1900-01-01"), moment("2100-12-31")).map(
    lambda exact: exact.replace(microsecond=0)
)


@settings(deadline=None, max_examples=60)
@given(st.lists(MOMENTS, min_size=1, max_size=12), st.sampled_from(FORMATS))
def test_a_moment_written_in_any_format_comes_back(moments, written):
    pattern, order = written
    column = pl.Series("raw", [each.strftime(pattern) for each in moments])
    read = read_datetimes(column, order=order)
    assert read["code"].null_count() == len(moments)
    assert read["value"].to_list() == moments


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(MOMENTS, st.sampled_from(FORMATS[:4])), min_size=1, max_size=12))
def test_formats_may_be_mixed_in_one_column(moments):
    column = pl.Series("raw", [each.strftime(pattern[0]) for each, pattern in moments])
    assert read_datetimes(column)["value"].to_list() == [each for each, _ in moments]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(alphabet="0123456789./-: TZapmMär+", max_size=24), max_size=20))
def test_no_text_makes_reading_a_moment_fail(texts):
    read = read_datetimes(pl.Series("raw", texts, dtype=pl.String))
    assert read.height == len(texts)
    assert not (read["value"].is_not_null() & read["code"].is_not_null()).any()
