"""A customer who may be meant, and what of theirs answered to which part of what was typed."""

from dataclasses import dataclass

from nahbar.core.search.fields import FIELDS, NAME_OF_CODE
from nahbar.core.search.likeness import BEGINS
from nahbar.core.search.typed import Kind, Token


@dataclass(frozen=True)
class Told:
    """What answered to one part: a word in a field (its code), and its worth 0 … 100."""

    token: Token
    field: int
    word: str
    worth: float

    @property
    def quality(self) -> float:
        """How well it answers, whatever the field."""
        return self.worth / FIELDS[NAME_OF_CODE[self.field]].weight

    @property
    def is_guess(self) -> bool:
        """Whether it only sounds or looks like what was typed."""
        return self.token.kind == Kind.WORD and self.quality < BEGINS - 0.5


@dataclass(frozen=True)
class Match:
    """A customer (primary key) who may be meant; whole where every part is answered."""

    customer: int
    score: float
    told: tuple[Told, ...]
    is_whole: bool

    @property
    def best(self) -> Told:
        """What answers best."""
        return max(self.told, key=lambda told: told.worth)

    @property
    def is_sure(self) -> bool:
        """Whether nothing had to be guessed."""
        return self.is_whole and not any(told.is_guess for told in self.told)
