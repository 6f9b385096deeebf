"""All that is listed of one customer in one query: ways to them, days, remarks, words.

A page that shows everything would ask five tables one after the other, each for a handful of rows.
Here they are read together and made into rows as the single queries give them.
"""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

from nahbar.core.models import Source, User
from nahbar.customers.models import (
    ContactPoint,
    Customer,
    ImportantDay,
    PostalAddress,
    Relation,
    Remark,
    SourceRecord,
    Tag,
)
from nahbar.customers.queries import (
    addresses_of,
    contact_points_of,
    days_of,
    relations_of,
    remarks_of,
    tags_of,
)

KEPT = "_known_rows"
ENDS = ("origin", "target")
WIDTH = 7
POINT = ("kind", "value", "use")
ADDRESS = ("street", "extra", "postcode", "city", "region", "country", "use")
DAY = ("kind", "day", "month", "year", "label")
REMARK = ("kind", "text")
OTHER = ("pk", "public_id", "name", "kind", "family_name")
Rows = dict[str, list[Any]]
SINGLY: dict[str, Callable[[Customer], list[Any]]] = {
    "points": contact_points_of,
    "addresses": addresses_of,
    "days": days_of,
    "remarks": remarks_of,
    "tags": tags_of,
    "relations": relations_of,
}


def rows_of(customer: Customer, name: str) -> list[Any]:
    """One of the lists: as it was read along, else by a query of its own."""
    known: Rows | None = customer.__dict__.get(KEPT)
    return SINGLY[name](customer) if known is None else known[name]


def read_along(customer: Customer) -> None:
    """Read all lists at once, for pages that show them all."""
    rows: Rows = {name: [] for name in SINGLY}
    with connection.cursor() as cursor:
        cursor.execute(QUERY, [customer.pk] * QUERY.count("%s"))
        found = cursor.fetchall()
    for name, pk, *cells, source, who, at in found:
        rows[name].append(_made(customer, name, pk, cells, source, who, at))
    rows["points"].sort(key=lambda one: (one.kind, one.pk))
    rows["addresses"].sort(key=lambda one: -one.pk)
    rows["days"].sort(key=lambda one: (one.month, one.day, one.pk))
    kinds = Remark.Kind.values
    rows["remarks"].sort(key=lambda one: (kinds.index(one.kind), one.pk))
    rows["tags"].sort(key=lambda one: one.name.casefold())
    rows["relations"].sort(key=lambda one: one.pk)
    customer.__dict__[KEPT] = rows


def _select(
    name: str, source: str, cells: Sequence[str], *, who: str = "''", at: str = "''"
) -> str:
    """One list as a part of the query: as many columns as the others have, all of them texts."""
    texts = [f"CAST({cell} AS text)" for cell in cells] + ["''"] * (WIDTH - len(cells))
    by, told_at = f"CAST({who} AS text)", f"CAST({at} AS text)"
    said_by = "CAST(s.name AS text)" if at != "''" else "''"
    return f"SELECT '{name}', t.id, {', '.join(texts)}, {said_by}, {by}, {told_at} FROM {source}"


def _spoken(name: str, table: str, fields: Sequence[str], author: str = "") -> str:
    """Rows that somebody or some source says, and that hold."""
    source = (
        f"{table} t LEFT JOIN customers_sourcerecord r ON r.id = t.record_id"
        " LEFT JOIN core_source s ON s.id = r.source_id"
    )
    who = "''"
    if author:
        source += f" LEFT JOIN core_user u ON u.id = t.{author}"
        who = "COALESCE(NULLIF(u.name, ''), u.email)"
    cells = [f"t.{field}" for field in fields]
    told = _select(name, source, cells, who=who, at="t.recorded_at")
    return f"{told} WHERE t.customer_id = %s AND t.valid_until IS NULL"


def _related(end: str) -> str:
    """Of relations at whose `end` the customer stands, what it takes to name who is at the other."""
    other = ("id", *OTHER[1:])
    source = f"customers_relation t JOIN customers_customer o ON o.id = t.{_beyond(end)}_id"
    cells = ["t.kind", *(f"o.{name}" for name in other)]
    return f"{_select('relations', source, cells, who=repr(end))} WHERE t.{end}_id = %s"


def _beyond(end: str) -> str:
    return ENDS[1] if end == ENDS[0] else ENDS[0]


def _made(
    customer: Customer, name: str, pk: int, cells: list[str], source: str, who: str, at: str
) -> Any:
    if name == "tags":
        return Tag(pk=pk, name=cells[0])
    if name == "relations":
        told = [int(cells[1]), uuid.UUID(cells[2]), *cells[3:]]
        ends = {who: customer, _beyond(who): Customer(**dict(zip(OTHER, told, strict=False)))}
        return Relation(pk=pk, kind=cells[0], **ends)
    model, fields = MADE[name]
    values: dict[str, Any] = dict(zip(fields, cells, strict=False))
    if model is ImportantDay:
        values |= {n: int(values[n]) if values[n] else None for n in ("day", "month", "year")}
    record = SourceRecord(source=Source(name=source)) if source else None
    if model is Remark:
        values["by"] = User(name=who) if who else None
    moment = ContactPoint._meta.get_field("recorded_at").to_python(_with_zone(at))
    return model(pk=pk, record=record, recorded_at=moment, **values)


def _with_zone(at: str) -> str:
    """SQLite keeps moments in UTC without saying so."""
    return at if "+" in at[10:] else f"{at}+00:00"


MADE: dict[str, tuple[type[Any], tuple[str, ...]]] = {
    "points": (ContactPoint, POINT),
    "addresses": (PostalAddress, ADDRESS),
    "days": (ImportantDay, DAY),
    "remarks": (Remark, REMARK),
}

_WORDS = "customers_tag t JOIN customers_tagging h ON h.tag_id = t.id"
QUERY = " UNION ALL ".join(
    [
        _spoken("points", "customers_contactpoint", POINT),
        _spoken("addresses", "customers_postaladdress", ADDRESS),
        _spoken("days", "customers_importantday", DAY),
        _spoken("remarks", "customers_remark", REMARK, author="by_id"),
        f"{_select('tags', _WORDS, ['t.name'])} WHERE h.customer_id = %s",
        *(_related(end) for end in ENDS),
    ]
)
