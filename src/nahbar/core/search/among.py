"""Among whom is searched: who may not be seen is left out before anybody is counted or ranked."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np

from nahbar.core.search.lists import Entries, Keys

FEW = 1_024  # of so few all are looked at, whatever was typed
LISTED = 20_000  # so many are known by key; of more it is asked who they are
FIRST_ASKED, MOST_ASKED = 512, 32_768
WIDEST = 8_192
Find = Callable[[str, int], list[int]]


@dataclass(frozen=True)
class Among:
    """`known` are all who may be found, ascending, where they are few enough to be known by key.

    `ask` says which of some keys are among them.
    """

    known: Keys | None
    ask: Callable[[Sequence[int]], Collection[int]]

    @property
    def few(self) -> Keys | None:
        """All of them, where they are so few that each can be looked at."""
        return self.known if self.known is not None and self.known.size <= FEW else None

    def of(self, keys: Keys) -> Keys:
        """Those of the keys that are among them, in their order."""
        if not keys.size:
            return keys
        known = self.known
        if known is None:
            known = np.array(sorted(self.ask(keys.tolist())), dtype=np.int64)
        found: Keys = keys[np.isin(keys, known)]
        return found

    def best(self, keys: Keys, most: int) -> Keys:
        """The first `most` of the keys, which come best first, that are among them."""
        if self.known is not None:
            return self.of(keys)[:most]
        found: list[Keys] = []
        at, step = 0, FIRST_ASKED
        while at < min(keys.size, MOST_ASKED) and sum(part.size for part in found) < most:
            found.append(self.of(keys[at : at + step]))
            at, step = at + step, 2 * step
        together: Keys = np.concatenate([np.empty(0, dtype=np.int64), *found])
        return together[:most]

    def found(self, find: Find, text: str, most: int) -> list[int]:
        """The first `most` whom `find` gives that are among them: asked for more until there are enough."""
        asked = most
        while True:
            keys = find(text, asked)
            mine: list[int] = self.of(np.array(keys, dtype=np.int64)).tolist()
            if len(mine) >= most or len(keys) < asked or asked >= WIDEST:
                return mine[:most]
            asked *= 8


def only(entries: Entries, among: Among | None) -> Entries:
    """The entries of those who may be found."""
    if among is None or not entries.customers.size:
        return entries
    stays = np.isin(entries.customers, among.of(entries.customers))
    words = np.repeat(stays, entries.lengths)
    return Entries(
        entries.customers[stays],
        entries.lengths[stays],
        entries.words[words],
        entries.fields[words],
    )
