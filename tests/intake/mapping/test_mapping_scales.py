"""Marks are no moods: which end is the good one is asked, and then they are spread over −2 … +2."""

import pytest

from nahbar.intake.mapping import answer, apply, from_json, missing, reassign, to_json
from nahbar.intake.mapping.moods import read_moods

MARKS = "Kundennr|Datum|Zufriedenheit|Notiz"


def rows_of(*marks: str) -> list[tuple[str, ...]]:
    return [(f"100{n}", f"{13 + n}.04.2026", mark, "Abholung") for n, mark in enumerate(marks)]


def moods_of(proposal, chunk) -> list[int | None]:
    return apply(proposal, chunk).frame["mood"].to_list()


@pytest.mark.parametrize(
    ("marks", "low_best", "high_best"),
    [
        (("1", "2", "3", "4", "5"), [2, 1, 0, -1, -2], [-2, -1, 0, 1, 2]),
        (("1", "2", "3", "4", "6"), [2, 1, 0, 0, -2], [-2, -1, 0, 0, 2]),
        (("1", "4", "5", "8", "10"), [2, 1, 0, -1, -2], [-2, -1, 0, 1, 2]),
        (("0", "3", "5", "8", "10"), [2, 1, 0, -1, -2], [-2, -1, 0, 1, 2]),
        (("1", "2,5", "sehr gut", "4", "5"), [2, 1, 2, -1, -2], [-2, -1, 2, 1, 2]),
    ],
)
def test_of_marks_is_asked_which_end_is_good(proposed, chunk_of, marks, low_best, high_best):
    rows = rows_of(*marks)
    proposal, _ = proposed(MARKS, rows, kind="encounters")
    [question] = proposal.open_questions
    assert (question.code, question.choices) == ("mood_scale", ("low_best", "high_best", "no_mood"))
    first = answer(proposal, question.id, "low_best")
    assert moods_of(first, chunk_of(rows)) == low_best
    assert moods_of(answer(proposal, question.id, "high_best"), chunk_of(rows)) == high_best
    assert from_json(to_json(first)) == first


def test_marks_that_say_nothing_of_a_mood_stay_raw(proposed):
    proposal, profile = proposed(MARKS, rows_of("1", "3", "5", "5"), kind="encounters")
    raw = answer(proposal, "mood_scale:c2", "no_mood")
    assert raw.choice("c2").field is None
    assert raw.open_questions == missing(raw) == ()
    again = reassign(raw, profile, "c2", "mood")
    assert [question.id for question in again.open_questions] == ["mood_scale:c2"]


def test_a_scale_in_the_heading_counts_though_its_bad_end_was_never_ticked(proposed, chunk_of):
    rows = rows_of("1", "2", "1", "2")
    header = MARKS.replace("Zufriedenheit", "Zufriedenheit (1-5)")
    proposal, _ = proposed(header, rows, kind="encounters")
    [question] = proposal.open_questions
    assert (question.evidence["low"], question.evidence["high"]) == (1, 5)
    assert moods_of(answer(proposal, question.id, "low_best"), chunk_of(rows)) == [2, 1, 2, 1]


@pytest.mark.parametrize(
    "marks",
    [("1", "2", "-1", "7"), ("12", "80", "1", "2"), tuple(str(n) for n in range(60))],
    ids=["beyond", "percent", "many"],
)
def test_numbers_that_are_no_moods_are_not_taken_for_any(proposed, marks):
    rows = [("77", "13.04.2026", mark, "Abholung") for mark in marks]
    proposal, _ = proposed(MARKS, rows, kind="encounters")
    assert proposal.choice("c2").field is None


@pytest.mark.parametrize("marks", [("-2", "1", "0", "2"), ("gut", "schlecht", "gut", "😡")])
def test_moods_are_taken_without_a_question(proposed, marks):
    proposal, _ = proposed(MARKS, rows_of(*marks), kind="encounters")
    assert proposal.choice("c2").field == "mood"
    assert proposal.open_questions == ()


def test_while_nobody_has_said_which_end_is_good_no_mark_is_read(cells):
    read = read_moods(cells("1", "5", "7", "gut"), low=1, high=5)
    assert read["value"].to_list() == [None, None, None, 1]
    assert read["code"].to_list() == ["mood_ambiguous"] * 2 + ["mood_unreadable", None]
