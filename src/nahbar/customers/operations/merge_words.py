"""Two words that mean the same become one, for tags and for values of lists; and apart again.

Who had the word that went is kept in the undo log, so that both can be told apart afterwards.
"""

from datetime import datetime
from typing import TypeVar

import numpy as np
import polars as pl
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core import search
from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.bulk import Ids, allocate_ids, insert_frame, read_frame, slices
from nahbar.core.ledger import record
from nahbar.core.models import Batch, User
from nahbar.core.refusals import Refused
from nahbar.core.undo import Effect, remember, remembered
from nahbar.customers.models import Choice, Customer, Tag
from nahbar.customers.operations.source_tags import HUNG
from nahbar.customers.projection import show_again

Word = TypeVar("Word", Tag, Choice)

# The one statement that moves everybody; who has both already loses the double by the other.
MOVE_TAG = (
    "UPDATE customers_tagging SET tag_id = %s WHERE tag_id = %s AND customer_id NOT IN"
    " (SELECT customer_id FROM customers_tagging WHERE tag_id = %s)"
)
DROP_TAG = "DELETE FROM customers_tagging WHERE tag_id = %s"
MOVE_CHOICE = (
    "UPDATE customers_ownvalue SET choice_id = %s WHERE choice_id = %s AND NOT EXISTS"
    " (SELECT 1 FROM customers_ownvalue o WHERE o.choice_id = %s"
    " AND o.field_id = customers_ownvalue.field_id"
    " AND o.customer_id = customers_ownvalue.customer_id)"
)
DROP_CHOICE = "DELETE FROM customers_ownvalue WHERE choice_id = %s"


@transaction.atomic
def merge_tags(tag: Tag, into: Tag, *, by: By, at: datetime) -> Tag:
    """Let `into` stand wherever `tag` hung, and wherever somebody says it from now on.

    Raises Refused (`same_word`, `merged_already`).
    """
    demand(by, Ability.DEFINE_FIELDS)
    tag, into = _both(Tag, tag, into)
    had = _customers("SELECT customer_id FROM customers_tagging WHERE tag_id = %s", tag.pk)
    both = np.intersect1d(
        had, _customers("SELECT customer_id FROM customers_tagging WHERE tag_id = %s", into.pk)
    )
    _run(MOVE_TAG, into.pk, tag.pk, into.pk)
    _run(DROP_TAG, tag.pk)
    _settle(tag, into, had, both, by=by, at=at)
    return into


@transaction.atomic
def part_tags(tag: Tag, *, by: By, at: datetime) -> Tag:
    """Take a merge of tags back: who had the word has it again."""
    demand(by, Ability.DEFINE_FIELDS)
    tag, into, batch = _parted(Tag, tag)
    had = remembered(batch, Customer, Effect.REPLACED)
    both = remembered(batch, Customer, Effect.CONFIRMED)
    still = _customers("SELECT customer_id FROM customers_tagging WHERE tag_id = %s", into.pk)
    back = np.intersect1d(had, still)
    for part in slices(np.setdiff1d(back, both)):
        HUNG.objects.filter(tag=into.pk, customer__in=part.tolist()).update(tag=tag.pk)
    doubles = np.intersect1d(back, both)
    ids = allocate_ids(HUNG, doubles.size)
    insert_frame(
        HUNG, pl.DataFrame({"id": ids, "customer_id": doubles}).with_columns(tag_id=pl.lit(tag.pk))
    )
    _settle_parted(tag, into, batch, back, by=by, at=at)
    return tag


@transaction.atomic
def merge_choices(choice: Choice, into: Choice, *, by: By, at: datetime) -> Choice:
    """Let `into` stand wherever `choice` was chosen, and wherever a source says it from now on.

    Raises Refused (`same_word`, `merged_already`, `other_list`).
    """
    demand(by, Ability.DEFINE_FIELDS)
    choice, into = _both(Choice, choice, into)
    if choice.choice_list_id != into.choice_list_id:
        raise Refused("other_list", _("The two stand in different lists."))
    had = _customers(
        "SELECT DISTINCT customer_id FROM customers_ownvalue WHERE choice_id = %s", choice.pk
    )
    _run(MOVE_CHOICE, into.pk, choice.pk, into.pk)
    _run(DROP_CHOICE, choice.pk)
    _settle(choice, into, had, had[:0], by=by, at=at)
    return into


@transaction.atomic
def part_choices(choice: Choice, *, by: By, at: datetime) -> Choice:
    """Take a merge of values back: what was said of each customer shows again as it was said."""
    demand(by, Ability.DEFINE_FIELDS)
    choice, into, batch = _parted(Choice, choice)
    had = remembered(batch, Customer, Effect.REPLACED)
    _settle_parted(choice, into, batch, had, by=by, at=at)
    for part in slices(had):
        show_again(np.intersect1d(part, _still_there(part)))
    return choice


def _both(model: type[Word], word: Word, into: Word) -> tuple[Word, Word]:
    if word.pk == into.pk:
        raise Refused("same_word", _("This is the same word. Choose another."))
    locked = model.objects.select_for_update().in_bulk([word.pk, into.pk])
    word, into = locked[word.pk], locked[into.pk]
    if word.merged_into_id or into.merged_into_id:
        raise Refused("merged_already", _("One of the two has been merged in the meantime."))
    return word, into


def _parted(model: type[Word], word: Word) -> tuple[Word, Word, Batch]:
    word = model.objects.select_for_update().get(pk=word.pk)
    if word.merged_into_id is None or word.merge is None:
        raise Refused("not_merged", _("This word stands on its own already."))
    return word, model.objects.get(pk=word.merged_into_id), word.merge


def _settle(word: Word, into: Word, had: Ids, both: Ids, *, by: By, at: datetime) -> None:
    batch = Batch.objects.create(
        kind="merge", by=by if isinstance(by, User) else None, started_at=at
    )
    remember(batch, Customer, Effect.REPLACED, had)
    remember(batch, Customer, Effect.CONFIRMED, both)
    model = type(word)
    # What had become this word before becomes the other with it: nobody has to follow a chain.
    model.objects.filter(merged_into=word.pk).update(merged_into=into.pk)
    model.objects.filter(pk=word.pk).update(merged_into=into.pk, merge=batch.pk)
    search.changed(had.tolist())
    record(
        _action(word, "merged"),
        by=by,
        at=at,
        subject=word,
        before={"word": str(word)},
        after={"word": str(into)},
        details={"into": into.pk, "customers": int(had.size), "batch": batch.pk},
    )


def _settle_parted(word: Word, into: Word, batch: Batch, had: Ids, *, by: By, at: datetime) -> None:
    type(word).objects.filter(pk=word.pk).update(merged_into=None, merge=None)
    batch.undone_at = at
    batch.save(update_fields=["undone_at"])
    search.changed(had.tolist())
    record(
        _action(word, "parted"),
        by=by,
        at=at,
        subject=word,
        before={"word": str(into)},
        after={"word": str(word)},
        details={"from": into.pk, "customers": int(had.size)},
    )


def _action(word: Tag | Choice, what: str) -> str:
    return f"customers.{'tags' if isinstance(word, Tag) else 'choices'}_{what}"


def _customers(query: str, word: int) -> Ids:
    ids: Ids = read_frame(query, [word], schema={"id": pl.Int64})["id"].to_numpy()
    return np.unique(ids)


def _still_there(customers: Ids) -> Ids:
    rows = Customer.objects.filter(pk__in=customers.tolist()).values_list("pk", flat=True)
    return np.array(list(rows), dtype=np.int64)


def _run(statement: str, *parameters: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
