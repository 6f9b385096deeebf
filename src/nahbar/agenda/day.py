"""Somebody's day, composed of what the rooms offer: sections of rows, and what leads them in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from nahbar.agenda.queries import hidden_items
from nahbar.agenda.ranking import due_day, ranked
from nahbar.agenda.rows import Row, rows_of
from nahbar.agenda.telling import local_day
from nahbar.core import formats
from nahbar.core.models import User
from nahbar.core.today import Item, ItemKind, items_for

SHOWN = 12  # rows of one section
COMERS = (ItemKind.VISITOR, ItemKind.APPOINTMENT)
NUMBERS = (lazy("two"), lazy("three"), lazy("four"), lazy("five"), lazy("six"), lazy("seven"),
           lazy("eight"), lazy("nine"), lazy("ten"), lazy("eleven"), lazy("twelve"))  # fmt: skip


@dataclass(frozen=True)
class Section:
    """Rows under one heading, and how many there are beyond those shown."""

    key: str
    heading: str
    rows: list[Row]
    beyond: int


@dataclass(frozen=True)
class Day:
    """What lies before somebody: sentences, then sections, by where they stand on the page."""

    lead: str
    main: list[Section]
    aside: list[Section]

    @property
    def is_empty(self) -> bool:
        """Whether nothing lies before them."""
        return not (self.main or self.aside)


def items_before(person: User, at: datetime) -> list[Item]:
    """All items for this person that are not settled or put off, in the order of need."""
    items = items_for(person, at)
    hidden = hidden_items(person, [item.key for item in items], at, local_day(at))
    return ranked([item for item in items if item.key not in hidden], at)


def day_of(person: User, at: datetime) -> Day:
    """The day, in a number of queries that does not depend on how much there is."""
    items = items_before(person, at)
    sections = [
        ("promised", _("Promised"), (ItemKind.PROMISE,)),
        ("to-do", _("To do"), (ItemKind.TASK,)),
        ("comers", _("Who comes"), COMERS),
        ("drifting", _("Going quiet"), (ItemKind.DRIFTING,)),
        ("new", _("New since yesterday"), (ItemKind.NEW,)),
        ("think-of", _("Think of"), (ItemKind.DAY,)),
    ]
    of_kind = {key: [one for one in items if one.kind in kinds] for key, _h, kinds in sections}
    shown = [item for found in of_kind.values() for item in found[:SHOWN]]
    rows = {row.item.key: row for row in rows_of(shown, person, at)}
    made = [
        Section(key, heading, [rows[one.key] for one in found[:SHOWN]], max(len(found) - SHOWN, 0))
        for key, heading, _kinds in sections
        if (found := of_kind[key])
    ]
    return Day(
        lead=lead_of(items, at),
        main=[section for section in made if section.key != "think-of"],
        aside=[section for section in made if section.key == "think-of"],
    )


def lead_of(items: Sequence[Item], at: datetime) -> str:
    """What counts today in one sentence: "Two promises are due today, one person has a birthday." """
    today = local_day(at)

    def count(is_meant: Callable[[Item], bool]) -> int:
        return sum(map(is_meant, items))

    def is_due(item: Item, kind: ItemKind) -> bool:
        return item.kind == kind and due_day(item) == today

    overdue = count(
        lambda item: (
            item.kind in {ItemKind.PROMISE, ItemKind.TASK} and (due_day(item) or today) < today
        )
    )
    promises = count(lambda item: is_due(item, ItemKind.PROMISE))
    tasks = count(lambda item: is_due(item, ItemKind.TASK))
    comers = count(lambda item: item.kind in COMERS)
    days = count(lambda item: is_due(item, ItemKind.DAY))
    parts = [
        (overdue, ngettext("one thing is overdue", "%(count)s things are overdue", overdue)),
        (promises, ngettext("one promise is due today", "%(count)s promises are due today", promises)),
        (tasks, ngettext("one task is due today", "%(count)s tasks are due today", tasks)),
        (comers, ngettext("one person comes", "%(count)s people come", comers)),
        (days, ngettext("one person has a special day", "%(count)s people have a special day", days)),
    ]  # fmt: skip
    told = [words % {"count": _number(number)} for number, words in parts if number]
    sentence = ", ".join(told)
    return f"{sentence[0].upper()}{sentence[1:]}." if sentence else ""


def _number(number: int) -> str:
    """Up to twelve as a word."""
    return str(NUMBERS[number - 2]) if 2 <= number <= 12 else formats.number(number)
