"""Words that nobody has any more: of somebody who was erased they may be the last trace."""

from nahbar.core.models import SearchList, SearchWord
from nahbar.core.search.indexing import index_due
from nahbar.core.turns import turn


def forget_words_of_nobody() -> int:
    """Bring the index up to date, then remove words that stand in nobody's texts; how many.

    Processes that learnt them keep them in memory until they end, where they lead to nobody.
    """
    index_due()
    with turn("search"):
        unused = SearchWord.objects.filter(count__lte=0)
        SearchList.objects.filter(word__in=unused.values("pk")).delete()
        return unused.delete()[0]
