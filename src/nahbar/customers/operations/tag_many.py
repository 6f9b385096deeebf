"""Words hung on many customers at once, and taken off: steps of a bulk change, and their ways back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import numpy as np
from django.utils.translation import gettext_lazy as _

from nahbar.core.actors import By
from nahbar.core.bulk import Ids
from nahbar.core.bulk_changes import Step
from nahbar.core.ledger import Row, record_many
from nahbar.core.refusals import Refused
from nahbar.core.search import changed
from nahbar.customers.models import Customer, Tag
from nahbar.customers.operations.source_tags import HUNG
from nahbar.customers.typed import word_key


def tag_many(customers: Ids, said: Mapping[str, Any], by: By, at: datetime) -> Step:
    """Hang the word on all on whom it does not hang yet. Raises Refused (`tag_retired`)."""
    tag = _tag_of(said["tag"])
    lacking = np.setdiff1d(_held(customers), _hung(tag, customers))
    _hang(tag, lacking, by=by, at=at)
    return Step(lacking)


def untag_again(
    customers: Ids, said: Mapping[str, Any], before: Mapping[str, Any], by: By, at: datetime
) -> Ids:
    """Take off again what the step hung, where it still hangs."""
    tag = _tag_of(said["tag"])
    return _take_off(tag, np.intersect1d(_held(customers), _hung(tag, customers)), by=by, at=at)


def untag_many(customers: Ids, said: Mapping[str, Any], by: By, at: datetime) -> Step:
    """Take the word off all on whom it hangs."""
    tag = Tag.objects.get(pk=said["tag"])
    return Step(
        _take_off(tag, np.intersect1d(_held(customers), _hung(tag, customers)), by=by, at=at)
    )


def tag_again(
    customers: Ids, said: Mapping[str, Any], before: Mapping[str, Any], by: By, at: datetime
) -> Ids:
    """Hang again what the step took off, where it does not hang again by now."""
    tag = Tag.objects.get(pk=said["tag"])
    return _hang(tag, np.setdiff1d(_held(customers), _hung(tag, customers)), by=by, at=at)


def _tag_of(word: str) -> Tag:
    made, _made = Tag.objects.get_or_create(key=word_key(word), defaults={"name": word})
    found = made.merged_into or made
    if found.retired_at:
        sentence = _("“%(value)s” is no longer used here. Choose another word.")
        raise Refused("tag_retired", sentence % {"value": found.name})
    return found


def _held(customers: Ids) -> Ids:
    """Those who are still there; their rows are held until the transaction ends."""
    rows = Customer.objects.select_for_update().filter(pk__in=customers.tolist()).order_by("pk")
    return _ids(rows.values_list("pk", flat=True))


def _hung(tag: Tag, customers: Ids) -> Ids:
    rows = HUNG.objects.filter(tag=tag.pk, customer__in=customers.tolist())
    return _ids(rows.values_list("customer_id", flat=True))


def _hang(tag: Tag, customers: Ids, *, by: By, at: datetime) -> Ids:
    HUNG.objects.bulk_create(HUNG(tag_id=tag.pk, customer_id=pk) for pk in customers.tolist())
    rows = [Row(pk, {}, {"tag": tag.name}, {"row": tag.pk}) for pk in customers.tolist()]
    record_many("customers.tagged", rows, model=Customer, by=by, at=at)
    changed(customers.tolist())
    return customers


def _take_off(tag: Tag, customers: Ids, *, by: By, at: datetime) -> Ids:
    HUNG.objects.filter(tag=tag.pk, customer__in=customers.tolist()).delete()
    rows = [Row(pk, {"tag": tag.name}, {}, {"row": tag.pk}) for pk in customers.tolist()]
    record_many("customers.untagged", rows, model=Customer, by=by, at=at)
    changed(customers.tolist())
    return customers


def _ids(keys: Iterable[int]) -> Ids:
    return np.array(sorted(keys), dtype=np.int64)
