"""Finding customers by whatever is known of them: see `docs/decisions/0017-search.md`.

A room says what texts it has (`offer`, in the wiring) and whose have changed (`changed`, in each
operation). The pages ask `search_customers`.
"""

from nahbar.core.search.due import changed, index_all_anew, not_found_yet
from nahbar.core.search.fields import Finder, SearchText, ask, offer, take_everyone_from
from nahbar.core.search.hits import Hit

__all__ = [
    "Finder",
    "Hit",
    "SearchText",
    "ask",
    "changed",
    "index_all_anew",
    "not_found_yet",
    "offer",
    "search_customers",
    "take_everyone_from",
]


def search_customers(text: str, limit: int = 8) -> list[Hit]:
    """Whom the text may mean, best first. Who may be seen, the caller knows."""
    from nahbar.core.search import finding  # noqa: PLC0415  # loads columns: only who searches does

    return finding.search_customers(text, limit)
