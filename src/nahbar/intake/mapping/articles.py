"""Of two columns that both sound like the product, one may hold its number.

*Artikel* is the product where it stands alone; beside *Bezeichnung* it is the article number, and
so is any of two such columns whose cells are codes while those of the other are not.
"""

import re
from collections.abc import Iterable, Mapping

from nahbar.intake.mapping.headers import key_of, tokens
from nahbar.intake.mapping.profiles import ColumnProfile
from nahbar.intake.mapping.scoring import ENOUGH

_VAGUE = {
    key_of(tokens(word)) for word in ("Artikel", "Article", "Produkt", "Product", "Item", "Ware")
}

_MARK = re.compile(r"[A-ZÄÖÜ0-9][A-ZÄÖÜ0-9 ./_-]{0,11}")


def columns_of_numbers(named: Mapping[str, str], profiles: Mapping[str, ColumnProfile]) -> set[str]:
    """Which of the columns whose header (`named`: column → header) means a product hold its number."""
    codes = {column for column in named if _share(profiles, column, ("code",)) > 0.8}
    codes |= {
        column
        for column, header in named.items()
        if key_of(tokens(header)) in _VAGUE
        and (
            _share(profiles, column, ("word", "sentence", "name")) < 0.5
            or _are_marks(profiles.get(column, ColumnProfile()))
        )
        and any(key_of(tokens(other)) not in _VAGUE for other in named.values())
    }
    return codes if len(codes) < len(named) else set()


def _are_marks(profile: ColumnProfile) -> bool:
    """Whether the cells are short and written in capitals, as marks in a list of goods are."""
    return bool(profile.examples) and all(map(_MARK.fullmatch, profile.examples))


def _share(profiles: Mapping[str, ColumnProfile], column: str, shapes: Iterable[str]) -> float:
    """How many cells have one of the shapes; none where too few cells were seen."""
    profile = profiles.get(column)
    if profile is None or profile.sampled < ENOUGH:
        return 0.0
    return max(profile.share(shape) for shape in shapes)
