"""All that holds in the house, as rows of values, and what one deed changed of it.

Left out is what only remembers: the ledger, the outbox, what is searched by, undo logs, words that
hold no more. Rows stand by what they mean where their keys may change by being made again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

Key = tuple[str, Any]
Row = dict[str, Any]
House = dict[Key, Row]

ROOMS = (
    "core", "team", "customers", "moments", "agenda", "circulation", "measures", "value", "steering", "reception",
)  # fmt: skip
LEFT_OUT = {"customers.viewing", "customers.statement", "customers.factpart", "customers.factdue"}
OF_CORE = {"core.user"}
STAMPS = {"version", "changed_at", "times_closed", "last_login", "merge_id", "once", "merge"}
PLACES = {"customers.ownfield": {"position"}, "customers.choice": {"position"}}
# What is worked out from other rows: right if these are, and compared at the end.
FOLLOWS = {
    "customers.customer": {"name", "sort_key", "kind"},
    "customers.ownfield": {"position"},
    "customers.choice": {"position"},
}


def house() -> House:
    """Everything that holds now."""
    found: House = {}
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.label_lower
        room = model._meta.app_label
        if room in ROOMS and table not in LEFT_OUT and (room != "core" or table in OF_CORE):
            for key, row in _rows(model):
                found[table, key] = row
    return found


def _rows(model: type[models.Model]) -> list[tuple[Any, Row]]:
    table = model._meta.label_lower
    if table in SPECIAL:
        return SPECIAL[table]()
    rows = model._default_manager.all()
    if any(one.name == "valid_until" for one in model._meta.concrete_fields):
        rows = rows.filter(valid_until=None)
    names = [one.attname for one in model._meta.concrete_fields if one.attname not in STAMPS]
    told = [dict(zip(names, row, strict=True)) for row in rows.values_list(*names)]
    if table in UNNAMED:
        drop = UNNAMED[table]
        bare = [{n: v for n, v in row.items() if n not in drop} for row in told]
        return [(tuple(row.values()), row) for row in bare]
    return [(row[model._meta.pk.attname], row) for row in told]


def _records() -> list[tuple[Any, Row]]:
    rows = apps.get_model("customers", "sourcerecord").objects.filter(superseded_at=None)
    said = [((one.source_id, one.customer_id), {n: v for n, v in one.fields.items() if v is not None}) for one in rows]  # fmt: skip
    return [(key, row) for key, row in said if row]


def _tags() -> list[tuple[Any, Row]]:
    rows = apps.get_model("customers", "tag").objects.select_related("merged_into")
    return [
        (
            one.key,
            {
                "name": one.name,
                "retired_at": one.retired_at,
                "merged_into": one.merged_into.key if one.merged_into else None,
            },
        )
        for one in rows
    ]


def _taggings() -> list[tuple[Any, Row]]:
    rows = apps.get_model("customers", "tag").customers.through.objects.all()
    return [(key, {}) for key in rows.values_list("customer_id", "tag__key")]


def _scopes() -> list[tuple[Any, Row]]:
    rows = apps.get_model("team", "scope").objects.exclude(kind="house")
    return [
        (one.person_id, {"kind": one.kind, "branches": sorted(b.pk for b in one.branches.all())})
        for one in rows
    ]


def _overrides() -> list[tuple[Any, Row]]:
    rows = apps.get_model("value", "valueoverride").objects.filter(withdrawn_at=None)
    return [(one.customer_id, {"value": one.value, "reason": one.reason}) for one in rows]


SPECIAL: Mapping[str, Callable[[], list[tuple[Any, Row]]]] = {
    "customers.sourcerecord": _records,
    "customers.tag": _tags,
    "customers.tag_customers": _taggings,
    "team.scope": _scopes,
    "team.scope_branches": list,
    "value.valueoverride": _overrides,
}
UNNAMED = {
    "customers.ownvalue": {"id"},
    "customers.relation": {"id", "created_at"},
    "team.workinghours": {"id"},
    "team.openinghours": {"id"},
    "moments.encounter_colleagues": {"id"},
    "steering.competitor": {"id"},
    "value.groupmargin": {"id"},
    "value.longcycle": {"id"},
}


@dataclass(frozen=True)
class Diff:
    """Rows before and after, of which only the columns count that differ."""

    rows: Mapping[Key, tuple[Row | None, Row | None]]

    @classmethod
    def between(cls, before: House, after: House) -> "Diff":
        keys = {key for key in {*before, *after} if before.get(key) != after.get(key)}
        return cls({key: (before.get(key), after.get(key)) for key in keys})

    def turned(self, now: House) -> House:
        """The house as it would be had this never been done. AssertionError where that overwrites."""
        then = {key: dict(row) for key, row in now.items()}
        for key, (before, after) in self.rows.items():
            if before is None:
                assert key in then, f"{key} is gone already"
                assert _told(key, then[key]) == _told(key, after or {}), f"{key} was changed since"
                del then[key]
            elif after is None:
                assert key not in then, f"{key} is there again already"
                then[key] = dict(before)
            else:
                for name in {*before, *after}:
                    if before.get(name) == after.get(name):
                        continue
                    if name not in FOLLOWS.get(key[0], ()):
                        assert then[key].get(name) == after.get(name), f"{key} {name} was changed since"  # fmt: skip
                    if name in before:
                        then[key][name] = before[name]
                    else:
                        then[key].pop(name, None)
                if not then[key]:
                    del then[key]
        return then


def without_what_follows(there: House) -> House:
    """The house but for what is worked out from the rest."""
    return {key: _told(key, row) for key, row in there.items()}


def without_places(there: House) -> House:
    """The house but for the numbers by which things are ordered; `orders` tells their order."""
    return {
        key: {name: value for name, value in row.items() if name not in PLACES.get(key[0], ())}
        for key, row in there.items()
    }


def orders() -> list[list[Any]]:
    """In which order fields and values of lists stand that are in use."""
    fields = apps.get_model("customers", "ownfield").objects.filter(retired_at=None)
    choices = apps.get_model("customers", "choice").objects.filter(
        retired_at=None, merged_into=None
    )
    told = choices.order_by("choice_list", "position", "pk").values_list("pk", flat=True)
    return [list(fields.order_by("position", "pk").values_list("pk", flat=True)), list(told)]


def _told(key: Key, row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in FOLLOWS.get(key[0], ())}
