"""Words as they are compared: skeletons, sounds, numbers; columns and single texts alike."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nahbar.core.search import fields
from nahbar.core.search.columns import words_of
from nahbar.core.search.fields import SearchText
from nahbar.core.search.lists import pack_list, unpack_list
from nahbar.core.search.typed import Kind, clean, readings
from nahbar.core.search.words import RUNS, grams, skeleton, sound, words_in

LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=12)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("wikipedia", "3412"),
        ("mueller", "657"),
        ("luedenscheidt", "52682"),
        ("breschnew", "17863"),
        ("heinz", "068"),
        ("xaver", "4837"),
        ("philipp", "351"),
        ("christoph", "47823"),
        ("a", "0"),
        ("hh", ""),
        ("νίκος", ""),
        ("12a", ""),
    ],
)
def test_words_sound_as_published(word: str, code: str) -> None:
    assert sound(word) == code


def test_meier_sounds_alike_however_spelled() -> None:
    assert len({sound(name) for name in ("meier", "maier", "meyer", "mayr", "mair")}) == 1


@pytest.mark.parametrize("name", ["Müller", "Mueller", "Muller", "MÜLLER", "Mu\u0308ller"])
def test_umlauts_are_one_however_spelled(name: str) -> None:
    assert [skeleton(word) for word in words_in(name)] == ["muller"]


@given(LETTERS, LETTERS)
def test_what_begins_a_word_begins_its_skeleton(beginning: str, rest: str) -> None:
    assert skeleton(beginning + rest).startswith(skeleton(beginning))


def test_what_nobody_sees_parts_no_word() -> None:
    assert words_in("Ber\u200bger\u00ad Hu\u202eber\x00") == ["berger", "huber"]


def test_a_number_is_known_by_its_runs_of_four() -> None:
    assert grams("436641") == ["#4366", "#3664", "#6641"]
    assert grams("123") == []


@given(st.lists(st.integers(0, 65_535), unique=True, max_size=300), st.booleans())
def test_a_packed_list_says_the_same(low: list[int], is_long: bool) -> None:
    whole = sorted({*low, *(range(0, 65_536, 7) if is_long else ())})
    packed = pack_list(np.array(whole, dtype=np.uint16))
    assert unpack_list(packed).tolist() == whole
    assert len(packed) <= 8_192


@given(st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_columns_find_the_words_that_single_texts_hold(texts: list[str]) -> None:
    texts = [text.encode(errors="ignore").decode() for text in texts]
    frame = pl.DataFrame({"customer": range(len(texts)), "text": texts})
    offered, fields._texts[:] = list(fields._texts), [SearchText("name", lambda ids: frame)]
    try:
        found = words_of(np.arange(len(texts)))
    finally:
        fields._texts[:] = offered
    for number, text in enumerate(texts):
        expected = set()
        for word in words_in(text):
            runs = RUNS.findall(word)
            expected |= {gram for run in runs for gram in grams(run[:24])} if runs else {word}
        assert set(found.filter(customer=number)["word"]) == expected


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("Anna  Berger", [[("anna", Kind.WORD), ("berger", Kind.WORD)]]),
        ("0664 12", [[("66412", Kind.NUMBER)], [("0664", Kind.NUMBER), ("12", Kind.WORD)]]),
        ("+43 (0)664/123", [[("43664123", Kind.NUMBER)], [("43", Kind.WORD), ("664", Kind.WORD), ("123", Kind.WORD)]]),
        ("Berger A.B@x.at", [[("berger", Kind.WORD), ("a.b@x.at", Kind.MAIL)]]),
        ("K-1017", [[("k", Kind.WORD), ("1017", Kind.NUMBER)]]),
        ("!?", [[]]),
    ],
)  # fmt: skip
def test_what_is_typed_is_read_as_words_numbers_and_mails(
    text: str, ways: list[list[tuple[str, Kind]]]
) -> None:
    read = [[(token.text, token.kind) for token in way] for way in readings(clean(text))]
    assert read == ways


@given(st.text(max_size=400))
def test_whatever_is_typed_can_be_read(text: str) -> None:
    for way in readings(clean(text)):
        assert len(way) <= 60
        assert all(token.text for token in way)
