"""The choices of lists, by their words and by their keys."""

from collections.abc import Collection, Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from nahbar.core.refusals import Refused
from nahbar.customers.models.own_fields import Choice
from nahbar.customers.own_fields.kinds import BY_NUMBER
from nahbar.customers.typed import on_one_line, word_key


class Listed:
    """What one list offers, looked up in the database word by word.

    `kept` are choices (primary keys) that may be meant though they are retired: they stand already.
    Who only looks for customers may mean any.
    """

    def __init__(
        self, choice_list: int | None, *, kept: Collection[int] = (), also_retired: bool = False
    ) -> None:
        self._list = choice_list
        self._kept = frozenset(kept)
        self._also_retired = also_retired

    def find(self, text: str) -> int | None:
        """The choice of this list; what was merged leads to what it became. Raises Refused."""
        if self._list is None:
            return None
        by_number = BY_NUMBER.fullmatch(text)
        key = word_key(on_one_line(text))
        meant = Q(pk=int(by_number[1])) if by_number else Q(key=key) | Q(label_en__iexact=text)
        candidates = Choice.objects.filter(meant, choice_list=self._list)
        found = sorted(candidates.select_related("merged_into"), key=lambda one: one.key != key)
        if not found:
            return None
        choice = found[0].merged_into or found[0]
        if choice.retired_at and choice.pk not in self._kept and not self._also_retired:
            sentence = _("“%(value)s” is no longer offered. Please choose again.")
            raise Refused("choice_retired", sentence % {"value": choice.called})
        return choice.pk

    def called(self, choice: int) -> str:
        """The name of a choice of any list."""
        return names_of([choice]).get(choice, "")


class Known:
    """Names alone, of choices that were read before."""

    def __init__(self, names: dict[int, str]) -> None:
        self._names = names

    def find(self, text: str) -> int | None:
        """Nothing can be chosen here."""
        return None

    def called(self, choice: int) -> str:
        """The name, where it was read."""
        return self._names.get(choice, "")


def names_of(choices: Iterable[int]) -> dict[int, str]:
    """What these choices (primary keys) are called now; merged ones by what they became."""
    rows = Choice.objects.filter(pk__in=set(choices)).select_related("merged_into")
    return {row.pk: (row.merged_into or row).called for row in rows}


def names_in(said: Iterable[object]) -> Known:
    """The names of all choices that these values mention, in one query."""
    numbers = [
        int(found[1])
        for value in said
        for text in (value if isinstance(value, list) else [value])
        if (found := BY_NUMBER.fullmatch(str(text)))
    ]
    return Known(names_of(numbers) if numbers else {})
