"""The house's word on many customers at once: a step of a bulk change, and its way back.

What one operation does for one customer is done here in as many statements however many there are:
the same records, the same rows of the ledger, so that history and taking back know no difference.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import numpy as np

from nahbar.core.actors import By
from nahbar.core.bulk import Ids
from nahbar.core.bulk_changes import Step
from nahbar.core.ledger import Row, record_many
from nahbar.core.models import Source
from nahbar.core.search import changed
from nahbar.customers.models import Customer, OwnField, SourceRecord
from nahbar.customers.models.own_fields import SAID
from nahbar.customers.operations.hand import shown_now
from nahbar.customers.own_fields.values import nothing, values_of
from nahbar.customers.projection import show_again

Value = Any  # a text, a list of texts, or None


def say_to_many(customers: Ids, name: str, value: Value, *, by: By, at: datetime) -> Step:
    """Let all of them be said to be `value` under the record's `name`; who shows it already is left.

    In the caller's transaction, which holds their rows.
    """
    held = _shown(customers, name)
    ids = np.array([pk for pk, shown in held.items() if shown != value], dtype=np.int64)
    records = _say(ids, dict.fromkeys(ids.tolist(), value), name, at=at)
    _record(name, ids, held, dict.fromkeys(ids.tolist(), value), records, by=by, at=at)
    return Step(ids, {str(pk): [held[pk], records[pk]] for pk in ids.tolist()})


def say_again_to_many(
    customers: Ids, name: str, value: Value, before: Mapping[str, Any], *, by: By, at: datetime
) -> Ids:
    """Take such a step back for those who still show `value`: the house's earlier word holds again."""
    held = _shown(customers, name)
    ids = np.array([pk for pk, shown in held.items() if shown == value], dtype=np.int64)
    records = {pk: before[str(pk)][1] for pk in ids.tolist() if str(pk) in before}
    earlier = SourceRecord.objects.in_bulk([key for key in records.values() if key])
    words = {
        pk: earlier[key].fields.get(name) if key in earlier else None for pk, key in records.items()
    }
    ids = np.array(sorted(words), dtype=np.int64)
    followed = _say(ids, words, name, at=at)
    _record(name, ids, held, _shown(ids, name), followed, by=by, at=at)
    return ids


def _shown(customers: Ids, name: str) -> dict[int, Value]:
    """What each of them shows; their rows are held until the transaction ends."""
    rows = Customer.objects.select_for_update().filter(pk__in=customers.tolist()).order_by("pk")
    if not name.startswith(SAID):
        return {row.pk: shown_now(row)[name] for row in rows}
    field = OwnField.objects.get(key=name.removeprefix(SAID))
    there = list(rows.values_list("pk", flat=True))
    values = values_of(there, [field])
    return {
        pk: shown.said if (shown := values.get(pk, {}).get(field.key)) else nothing(field)
        for pk in there
    }


def _say(ids: Ids, words: Mapping[int, Value], name: str, *, at: datetime) -> dict[int, int | None]:
    """New records by hand; the ones that said it before, by customer."""
    if not ids.size:
        return {}
    source, _made = Source.objects.get_or_create(name=Source.HAND, defaults={"created_at": at})
    keys = {f"hand:{pk}": pk for pk in ids.tolist()}
    held = SourceRecord.objects.filter(source=source, key__in=list(keys), superseded_at=None)
    before = {keys[one.key]: one for one in held}
    held.update(superseded_at=at)
    SourceRecord.objects.bulk_create(
        SourceRecord(
            customer_id=pk,
            source=source,
            key=f"hand:{pk}",
            fields={**(before[pk].fields if pk in before else {}), name: words[pk]},
            recorded_at=at,
        )
        for pk in ids.tolist()
    )
    show_again(ids)
    changed(ids.tolist())
    return {pk: before[pk].pk if pk in before else None for pk in ids.tolist()}


def _record(
    name: str,
    ids: Ids,
    before: Mapping[int, Value],
    after: Mapping[int, Value],
    records: Mapping[int, int | None],
    *,
    by: By,
    at: datetime,
) -> None:
    action = "customers.own_changed" if name.startswith(SAID) else "customers.changed"
    rows = [
        Row(pk, {name: before[pk]}, {name: after.get(pk)}, {"record": records.get(pk)})
        for pk in ids.tolist()
    ]
    record_many(action, rows, model=Customer, by=by, at=at)
