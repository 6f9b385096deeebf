"""How well the words of a vocabulary answer to a typed one: 100 the same, 0 not at all.

Mistakes are counted as Damerau's optimal string alignment counts them: a letter too many, too few,
another, or two neighbours swapped.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from nahbar.core.search.vocabulary import Places, Vocabulary
from nahbar.core.search.words import skeleton, sound

SAME, SAME_BONES, BEGINS, SOUNDS, MISTYPED, BEGINS_MISTYPED, LOOSE = 100, 96, 80, 70, 66, 45, 20
SURE = 40  # what answers less than so counts only where the rest of what was typed is right
FURTHEST_SOUND = 3
SHORTEST_SOUND = 2  # codes

Quality = npt.NDArray[np.uint8]


def answer(typed: str, vocabulary: Vocabulary, *, is_last: bool) -> Quality:
    """How well each word answers to a folded one, by place; the last may be unfinished."""
    quality = np.zeros(len(vocabulary.words), dtype=np.uint8)
    bones = skeleton(typed)
    if not bones:
        return quality
    if typed.isalpha():
        _mistyped(bones, vocabulary, quality)
        if is_last:
            _begins_mistyped(bones, vocabulary, quality)
        _sounds(typed, bones, vocabulary, quality)
    _begins(typed, bones, vocabulary, quality, is_last=is_last)
    return quality


def mistakes(letters: int) -> int:
    """How many mistakes a word of so many letters may hold and still be guessed."""
    return 0 if letters < 4 else 1 if letters < 7 else 2  # the measure itself


def _begins(
    typed: str, bones: str, vocabulary: Vocabulary, quality: Quality, *, is_last: bool
) -> None:
    if is_last or len(bones) > 1:
        first, end = vocabulary.span(bones)
        nearness = 9 * len(bones) // np.maximum(vocabulary.lengths[first:end], 1)
        _raise(quality, slice(first, end), BEGINS + nearness)
    first, end = vocabulary.span(bones, is_whole=True)
    _raise(quality, slice(first, end), SAME_BONES)
    for place in range(first, end):
        if vocabulary.words[place] == typed:
            quality[place] = SAME


def _sounds(typed: str, bones: str, vocabulary: Vocabulary, quality: Quality) -> None:
    code = sound(typed)
    places = vocabulary.sounds.get(code, []) if len(code) >= SHORTEST_SOUND else []
    if places:
        there = [vocabulary.skeletons[place] for place in places]
        far = _distances(bones, there, FURTHEST_SOUND)
        heard = np.where(far <= FURTHEST_SOUND, SOUNDS + 6 - 6 * far.astype(np.int64), 0)
        _raise(quality, np.array(places), heard)


def _mistyped(bones: str, vocabulary: Vocabulary, quality: Quality) -> None:
    most = mistakes(len(bones))
    furthest = most + 1 if most else 0
    for length in range(len(bones) - furthest, len(bones) + furthest + 1):
        if furthest and length in vocabulary.of_length:
            places, there = vocabulary.of_length[length]
            far = _distances(bones, there, furthest).astype(np.int64)
            near = np.flatnonzero(far <= furthest)
            worth = np.where(far[near] <= most, MISTYPED + 12 - 12 * far[near], LOOSE)
            _raise(quality, places[near], worth)


def _begins_mistyped(bones: str, vocabulary: Vocabulary, quality: Quality) -> None:
    most = mistakes(len(bones))
    for length in range(len(bones) - most, len(bones) + most + 1):
        if not most:
            continue
        texts = vocabulary.beginnings(length)
        far = _distances(bones, texts, most)
        for at in np.flatnonzero(far <= most).tolist():
            first, end = vocabulary.span(texts[at])
            worth = vocabulary.is_guessed[first:end] * (BEGINS_MISTYPED + 4 - 4 * int(far[at]))
            _raise(quality, slice(first, end), worth)


def _distances(bones: str, there: Sequence[str], furthest: int) -> Quality:
    if not there:
        return np.empty(0, dtype=np.uint8)
    found = cdist([bones], there, scorer=OSA.distance, score_cutoff=furthest, dtype=np.uint8)
    row: Quality = found[0]
    return row


def _raise(quality: Quality, where: slice | Places, worth: int | npt.NDArray[np.int64]) -> None:
    quality[where] = np.maximum(quality[where], np.asarray(worth).astype(np.uint8))
