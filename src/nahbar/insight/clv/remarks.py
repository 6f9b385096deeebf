"""What a reader of a figure must know besides the figure."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Remark:
    """A warning: a stable ``code`` (translated by the house), an English sentence, its facts."""

    code: str
    sentence: str
    values: Mapping[str, int | float | str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence
