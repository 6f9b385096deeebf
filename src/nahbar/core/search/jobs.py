"""What the worker does for the search."""

from nahbar.core.events import Event
from nahbar.core.turns import NotOurTurn


def index_what_is_due() -> None:
    """By schedule: index whose texts have changed; who is at it already does it."""
    from nahbar.core.search.indexing import index_due  # noqa: PLC0415  # only the worker needs it

    try:
        index_due(wait=False)
    except NotOurTurn:
        return


def index_after(event: Event) -> None:
    """Many have changed at once: do not wait for the next minute."""
    index_what_is_due()
