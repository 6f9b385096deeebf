"""The words of the house, kept in each process and ordered for being looked through quickly.

Words are never taken away, so what is known stays true; new ones are found by their ids.
"""

import threading
from bisect import bisect_left
from collections import defaultdict
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl
from django.db.models import Max

from nahbar.core.bulk import read_frame
from nahbar.core.models import SearchWord
from nahbar.core.search.fields import GUESSED
from nahbar.core.search.words import skeleton

ROWS = {
    "id": pl.Int64,
    "word": pl.String,
    "sound": pl.String,
    "fields": pl.Int64,
    "count": pl.Int64,
}
MOST_LAYERS = 6
END = "\U0010ffff"

Places = npt.NDArray[np.int64]


class Vocabulary:
    """Words in the order of their skeletons; what is said of them is by their place in that order.

    `rows`: frame `id, word, sound, fields, count`.
    """

    def __init__(self, rows: pl.DataFrame) -> None:
        words = rows["word"].to_list()
        bones = [skeleton(word) for word in words]
        order = sorted(range(len(words)), key=lambda at: (bones[at], words[at]))
        self.words = [words[at] for at in order]
        self.skeletons = [bones[at] for at in order]
        self.ids = rows["id"].to_numpy()[order].astype(np.int64)
        self.counts = rows["count"].to_numpy()[order].astype(np.int64)
        self.lengths = np.array([len(bone) for bone in self.skeletons], dtype=np.int64)
        self._sounds = [rows["sound"][at] for at in order]
        self._is_guessed = (rows["fields"].to_numpy()[order].astype(np.int64) & GUESSED) != 0

    @cached_property
    def sounds(self) -> dict[str, list[int]]:
        """Where the words are that sound so."""
        found = defaultdict(list)
        for place in self._guessed.tolist():
            if self._sounds[place]:
                found[self._sounds[place]].append(place)
        return dict(found)

    @cached_property
    def of_length(self) -> dict[int, tuple[Places, list[str]]]:
        """Words that what is typed wrongly may mean, by the length of their skeletons."""
        found = {}
        for length in set(self.lengths[self._guessed].tolist()):
            places = self._guessed[self.lengths[self._guessed] == length]
            found[length] = places, [self.skeletons[place] for place in places.tolist()]
        return found

    def beginnings(self, length: int) -> list[str]:
        """The distinct beginnings of that length of such words."""
        if length not in self._beginnings:
            places = self._guessed[self.lengths[self._guessed] >= length].tolist()
            texts = (self.skeletons[place][:length] for place in places)
            self._beginnings[length] = list(dict.fromkeys(texts))
        return self._beginnings[length]

    def span(self, beginning: str, *, is_whole: bool = False) -> tuple[int, int]:
        """From where to where the skeletons begin so, or are just this."""
        first = bisect_left(self.skeletons, beginning)
        end = beginning + ("\0" if is_whole else END)
        return first, bisect_left(self.skeletons, end, first)

    def word_of(self, key: int) -> str:
        """The word of that id; nothing where it is not in this layer."""
        at = int(np.searchsorted(self.ids, key, sorter=self._by_id))
        place = self._by_id[at] if at < self.ids.size else -1
        return self.words[place] if place >= 0 and self.ids[place] == key else ""

    @cached_property
    def is_guessed(self) -> npt.NDArray[np.bool_]:
        """Which words may be meant by what is typed wrongly."""
        letters = [word.isalpha() for word in self.words]
        guessed: npt.NDArray[np.bool_] = self._is_guessed & np.array(letters, dtype=np.bool_)
        return guessed

    @cached_property
    def _by_id(self) -> Places:
        return np.argsort(self.ids)

    @cached_property
    def _guessed(self) -> Places:
        return np.flatnonzero(self.is_guessed)

    @cached_property
    def _beginnings(self) -> dict[int, list[str]]:
        return {}


_layers: list[Vocabulary] = []
_newest = 0
_learning = threading.Lock()


def known_words() -> list[Vocabulary]:
    """All words of the index, in layers: what this process learnt first, and what was new since."""
    global _newest  # noqa: PLW0603  # one process has one vocabulary
    newest = SearchWord.objects.aggregate(newest=Max("id"))["newest"] or 0
    if newest == _newest:
        return list(_layers)
    with _learning:
        if newest < _newest or len(_layers) >= MOST_LAYERS or newest > 2 * _newest:
            _layers.clear()  # learn all anew: the house was emptied, has grown, or was read in bits
            _newest = 0
        rows = read_frame(
            "SELECT id, word, sound, fields, count FROM core_searchword WHERE id > %s ORDER BY id",
            [_newest],
            schema=ROWS,
        )
        if rows.height:
            _layers.append(Vocabulary(rows))
            _newest = int(rows["id"][-1])
        return list(_layers)


def forget_words() -> None:
    """Learn all anew when next asked. For tests, whose words are rolled back."""
    global _newest  # noqa: PLW0603  # see above
    with _learning:
        _layers.clear()
        _newest = 0
