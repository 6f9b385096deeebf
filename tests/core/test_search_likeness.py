"""How well words answer to a typed one."""

import polars as pl
import pytest

from nahbar.core.search.fields import FIELDS
from nahbar.core.search.likeness import answer
from nahbar.core.search.vocabulary import Vocabulary
from nahbar.core.search.words import sound, words_in

NAMES = ("Müller", "Muller", "Meier", "Maier", "Meyer", "Hofbauer", "Hofbaum", "Berger", "Bergermann",
         "Bregenz", "Schmidt", "Schmitt", "Anna", "Νίκος", "Иванов")  # fmt: skip


def vocabulary(*names: str, field: str = "name") -> Vocabulary:
    words = [words_in(name)[0] for name in names]
    rows = {
        "id": list(range(1, len(words) + 1)),
        "word": words,
        "sound": [sound(word) for word in words],
        "fields": [1 << FIELDS[field].code] * len(words),
        "count": [1] * len(words),
    }
    return Vocabulary(pl.DataFrame(rows))


def found(typed: str, *, is_last: bool = True) -> list[str]:
    known = vocabulary(*NAMES)
    [word] = words_in(typed)
    quality = answer(word, known, is_last=is_last)
    ranked = sorted((-int(worth), word) for worth, word in zip(quality, known.words, strict=True))
    return [word for worth, word in ranked if worth <= -40]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Müller", ["mueller", "muller"]),
        ("Muller", ["muller", "mueller"]),
        ("berger", ["berger", "bergermann"]),
        ("hofb", ["hofbauer", "hofbaum"]),
        ("hofbaur", ["hofbauer", "hofbaum"]),
        ("hofabuer", ["hofbauer", "hofbaum"]),
        ("hifb", ["hofbauer", "hofbaum"]),
        ("schmid", ["schmidt", "schmitt"]),
        ("ana", ["anna"]),
        ("νικος", ["νικος"]),
        ("иванов", ["иванов"]),
        ("xy", []),
    ],
)
def test_the_likeliest_word_comes_first(typed: str, words: list[str]) -> None:
    assert found(typed)[: len(words)] == [words_in(word)[0] for word in words]
    assert bool(found(typed)) == bool(words)


def test_who_sounds_alike_comes_after_who_is_written_so() -> None:
    assert found("meier")[:3] == ["meier", "maier", "meyer"]


def test_what_is_begun_counts_more_than_what_is_mistyped() -> None:
    assert found("bergre") == ["berger", "bergermann"]
    assert found("berg")[:2] == ["berger", "bergermann"]


def test_words_of_notes_are_not_guessed() -> None:
    noted = vocabulary("Hofbauer", field="note")
    assert answer("hofbauer", noted, is_last=True).max() == 100
    assert answer("hofvauer", noted, is_last=True).max() == 0
