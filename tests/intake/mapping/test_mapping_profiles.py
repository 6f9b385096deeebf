"""Profiles learn the same from one file, from chunks, and from files side by side."""

import polars as pl
from hypothesis import strategies as st

from nahbar.intake.mapping import ColumnProfile, TableProfile

CELLS = st.lists(
    st.one_of(st.none(), st.sampled_from(["12,5", "1.234", "nan", "13/04/2024", "x@y.at", "7.0"]))
)


def profile_of(*chunks: list[str | None]) -> ColumnProfile:
    profile = ColumnProfile()
    for chunk in chunks:
        profile.add(pl.Series("c0", chunk, dtype=pl.String))
    return profile


def test_a_profile_counts_what_is_there_and_what_is_not():
    profile = profile_of(["13085.0", None, "nan", "18087.0", "13085.0"])
    assert (profile.rows, profile.nulls, profile.absent, profile.present) == (5, 1, 1, 3)
    assert profile.has_integral_floats
    assert profile.distinct == 3
    assert profile.examples == ["13085.0", "18087.0"]
    assert profile.shapes["number"] == profile.sampled == 3


def test_one_other_number_means_the_column_is_not_of_whole_floats():
    assert not profile_of(["13085.0"] * 50, ["1.5"]).has_integral_floats


def test_evidence_is_counted_over_all_cells_not_over_a_sample():
    cells = ["03/04/2024"] * 5_000 + ["13/04/2024"] + ["03/04/2024"] * 5_000
    assert profile_of(cells).order["day_first"] == 1


def test_the_number_of_different_cells_is_estimated_within_a_tenth():
    profile = profile_of(
        *([str(i) for i in range(start, start + 10_000)] for start in range(0, 40_000, 10_000))
    )
    assert abs(profile.distinct - 40_000) < 4_000
    assert profile.uniqueness > 0.9


def test_tables_count_signs_beside_lettered_numbers():
    rows = [("489434", "12", "1.5")] * 20 + [("C489449", "-3", "2.5")] * 4
    chunk = pl.DataFrame(rows, schema=["c0", "c1", "c2"], orient="row")
    profile = TableProfile()
    profile.add(chunk)
    profile.add(chunk)
    assert profile.signs["c0", "c1", "C"] == 8
    assert profile.signs_else["c0", "c1", ""] == 40


def test_few_different_cells_are_counted_each_over_all_chunks():
    assert profile_of(["1", "2", None, "k.A."], ["1", "5"]).few == {"1": 2, "2": 1, "5": 1}
    assert profile_of(["1", "2"], [str(number) for number in range(50)]).few == {}
