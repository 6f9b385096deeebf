"""The figures one can say something about: offered by the rooms, collected in the wiring."""

from collections import defaultdict
from collections.abc import Collection

from nahbar.core.access import may
from nahbar.core.actors import By
from nahbar.core.figures import Asked, FigureKind, Reading

_kinds: dict[str, FigureKind] = {}


def offer(*kinds: FigureKind) -> None:
    """From now on something can be said about these. For the wiring alone."""
    _kinds.update({kind.key: kind for kind in kinds})


def figure_kind(key: str, by: By) -> FigureKind | None:
    """The kind of figure called `key`; None alike where there is none and where `by` may not see it."""
    kind = _kinds.get(key)
    return kind if kind and may(by, kind.ability) else None


def visible_kinds(by: By) -> dict[str, FigureKind]:
    """The kinds of figures that `by` may see, by key, in the order in which they were offered."""
    return {key: kind for key, kind in _kinds.items() if may(by, kind.ability)}


def read_figures(asked: Collection[Asked]) -> dict[Asked, Reading]:
    """The figures as they stand now: each room is asked once, whatever the number of figures."""
    by_reader = defaultdict(list)
    for key, customer in set(asked):
        if key in _kinds:
            by_reader[_kinds[key].read].append((key, customer))
    found: dict[Asked, Reading] = {}
    for read, wanted in by_reader.items():
        found.update(read(wanted))
    return found


def read_figure(kind: FigureKind, customer: int | None = None) -> Reading | None:
    """One figure as it stands now."""
    return kind.read([(kind.key, customer)]).get((kind.key, customer))
