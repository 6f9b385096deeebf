"""What a figure says when it cannot be made."""

from collections.abc import Mapping


class InsightError(ValueError):
    """Input that no honest figure can be made from.

    ``code`` is stable and translated by the house; ``values`` are the facts of its sentence.
    """

    def __init__(
        self, code: str, sentence: str, values: Mapping[str, int | float | str] | None = None
    ) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.values = dict(values or {})
