"""What people write down in passing is read as a promise or a task, with owner and due."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nahbar.agenda.calendar_words import MONTHS, WEEKDAYS
from nahbar.agenda.due_words import Due, find_due
from nahbar.agenda.wording import Colleague, read

NOW = datetime(2026, 11, 18, 10, 30, tzinfo=ZoneInfo("Europe/Vienna"))  # a Wednesday
TODAY = NOW.date()
MIA, JONAS, OTHER_MIA = Colleague(1, "Mia Berger"), Colleague(2, "Jonas Falk"), Colleague(3, "Mia Lang")  # fmt: skip


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("bis Freitag", "2026-11-20"),
        ("Freitag", "2026-11-20"),
        ("bis Mittwoch", "2026-11-25"),
        ("nächsten Montag", "2026-11-23"),
        ("bis Fr.", "2026-11-20"),
        ("am Do", "2026-11-19"),
        ("heute", "2026-11-18"),
        ("morgen", "2026-11-19"),
        ("übermorgen", "2026-11-20"),
        ("in zwei Tagen", "2026-11-20"),
        ("in acht Tagen", "2026-11-25"),
        ("in 14 Tagen", "2026-12-02"),
        ("in einer Woche", "2026-11-25"),
        ("in 3 Wochen", "2026-12-09"),
        ("in einem Monat", "2026-12-18"),
        ("Freitag nächster Woche", "2026-11-27"),
        ("nächste Woche Dienstag", "2026-11-24"),
        ("diese Woche", "2026-11-20"),
        ("Anfang nächster Woche", "2026-11-23"),
        ("Ende nächster Woche", "2026-11-27"),
        ("am 3.12.", "2026-12-03"),
        ("bis 3.12", "2026-12-03"),
        ("3. 12. 2027", "2027-12-03"),
        ("am 3. Dezember", "2026-12-03"),
        ("bis Freitag, den 4. Dezember", "2026-12-04"),
        ("2. Jänner", "2027-01-02"),
        ("5.1.", "2027-01-05"),
        ("am 3.", "2026-12-03"),
        ("am 20.", "2026-11-20"),
        ("Ende des Monats", "2026-11-30"),
        ("Monatsende", "2026-11-30"),
        ("Mitte Dezember", "2026-12-15"),
        ("Ende Februar", "2027-02-28"),
        ("bis Jahresende", "2026-12-31"),
        ("2026-12-24", "2026-12-24"),
        ("by Friday", "2026-11-20"),
        ("on Fri", "2026-11-20"),
        ("tomorrow", "2026-11-19"),
        ("the day after tomorrow", "2026-11-20"),
        ("in two days", "2026-11-20"),
        ("within a week", "2026-11-25"),
        ("by the end of the month", "2026-11-30"),
        ("December 3rd", "2026-12-03"),
        ("3 December 2027", "2027-12-03"),
        ("Friday next week", "2026-11-27"),
        ("next month", "2026-12-31"),
    ],
)
def test_days_are_read_as_people_say_them(words: str, expected: str) -> None:
    found = find_due(f"Angebot {words} schicken", NOW)
    assert found is not None
    assert found[0].on == day(expected)
    assert found[1].split() == ["Angebot", "schicken"]


@pytest.mark.parametrize(
    ("words", "on", "at"),
    [
        ("morgen um 10", "2026-11-19", time(10)),
        ("morgen 10 Uhr 30", "2026-11-19", time(10, 30)),
        ("Freitag um 14:15", "2026-11-20", time(14, 15)),
        ("bis 12 Uhr", "2026-11-18", time(12)),
        ("um 9 Uhr", "2026-11-19", time(9)),
        ("bis Mittag", "2026-11-18", time(12)),
        ("heute Nachmittag", "2026-11-18", time(17)),
        ("morgen früh", "2026-11-19", time(9)),
        ("Montag Vormittag", "2026-11-23", time(12)),
        ("um drei", None, None),
        ("um 3", "2026-11-18", time(15)),
        ("halb drei", "2026-11-18", time(14, 30)),
        ("in einer halben Stunde", "2026-11-18", time(11)),
        ("in 2 Stunden", "2026-11-18", time(12, 30)),
        ("tomorrow 10am", "2026-11-19", time(10)),
        ("at 3 pm", "2026-11-18", time(15)),
        ("by noon", "2026-11-18", time(12)),
        ("am 3.12. 10 Uhr", "2026-12-03", time(10)),
    ],
)
def test_times_are_read_beside_days(words: str, on: str | None, at: time | None) -> None:
    found = find_due(f"Rückruf {words}", NOW)
    if on is None:
        assert found is None
    else:
        assert found is not None
        assert (found[0].on, found[0].at) == (day(on), at)


def test_a_week_begins_to_count_on_its_monday() -> None:
    assert find_due("nächste Woche", NOW) == (Due(day("2026-11-27"), since=day("2026-11-23")), " ")


@pytest.mark.parametrize(
    "words",
    ["31.2.", "am 18.11.2025", "heute 9 Uhr", "irgendwann", "99.99.", "um 50 Euro", "um 10 %",
     "so bald wie möglich", "do it", "jeden Freitag", "schöner Abend", "zu früh", "in 99999 Tagen",
     "2026-13-45", "1.1.1", ""],
)  # fmt: skip
def test_what_cannot_be_meant_is_asked_for(words: str) -> None:
    assert find_due(words, NOW) is None


@pytest.mark.parametrize(
    ("words", "kind", "title", "owner", "on"),
    [
        ("Rückruf bis Freitag", "promise", "Rückruf", None, "2026-11-20"),
        ("Angebot schicken morgen @Mia", "promise", "Angebot schicken", 1, "2026-11-19"),
        ("Mia ruft am 3.12. an", "promise", "Mia ruft an", 1, "2026-12-03"),
        ("Jonas Falk: Reifen bestellen, bis Freitag", "task", "Reifen bestellen", 2, "2026-11-20"),
        ("@jonas falk Teil nachsehen in zwei Tagen", "task", "Teil nachsehen", 2, "2026-11-20"),
        ("call back tomorrow 10am", "promise", "call back", None, "2026-11-19"),
        ("Aufgabe: Angebot prüfen heute", "task", "Angebot prüfen", None, "2026-11-18"),
        ("Versprochen: Regal räumen", "promise", "Regal räumen", None, None),
        ("Mia freut sich", "task", "Mia freut sich", None, None),
        ("@Nobody Regal räumen", "task", "@Nobody Regal räumen", None, None),
        ("bis Freitag", "task", "bis Freitag", None, "2026-11-20"),
    ],
)
def test_kind_owner_and_title_are_read(
    words: str, kind: str, title: str, owner: int | None, on: str | None
) -> None:
    found = read(words, now=NOW, colleagues=[MIA, JONAS])
    assert (found.kind, found.title, found.owner) == (kind, title, owner)
    assert (found.due.on if found.due else None) == (day(on) if on else None)


def test_two_of_one_name_are_nobody_until_the_whole_name_is_written() -> None:
    people = [MIA, OTHER_MIA]
    assert read("@Mia Regal räumen", now=NOW, colleagues=people).owner is None
    assert read("@Mia Lang Regal räumen", now=NOW, colleagues=people).owner == 3


def test_nothing_said_otherwise_is_what_is_usual() -> None:
    assert read("Regal räumen", now=NOW, usually="promise").kind == "promise"


@settings(deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_read_without_failing_and_never_into_the_past(words: str) -> None:
    found = read(words, now=NOW, colleagues=[MIA, JONAS])
    assert found.due is None or found.due.on >= TODAY
    assert found.title or not words.strip(" ,;:–-\t\n") or not "".join(words.split()).strip(",;:–-")


WHEN = st.sampled_from(sorted({*WEEKDAYS, *MONTHS, "morgen", "um 10", "in 3", "tagen", "bis", "ende",
                               "nächste", "woche", "@mia", "3.12.", "am", "10am", "31.2."}))  # fmt: skip


@settings(deadline=None)
@given(st.lists(WHEN, max_size=8))
def test_piled_up_words_of_time_are_read_without_failing(words: list[str]) -> None:
    found = read(" ".join(words), now=NOW, colleagues=[MIA])
    assert found.due is None or found.due.on >= TODAY


@settings(deadline=None)
@given(st.dates(day("2026-11-18"), day("2030-12-31")))
def test_a_written_date_is_read_as_that_date(written: date) -> None:
    for words in (f"{written.day}.{written.month}.{written.year}", written.isoformat()):
        found = find_due(f"Angebot bis {words} schicken", NOW)
        assert found is not None
        assert found[0].on == written


@settings(deadline=None)
@given(st.dates(day("2026-11-18"), day("2027-11-17")))
def test_without_a_year_a_date_is_the_next_to_come(written: date) -> None:
    found = find_due(f"am {written.day}.{written.month}.", NOW)
    assert found is not None
    assert found[0].on == written
