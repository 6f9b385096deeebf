"""From a typed row to what it says of a customer, in the words of the customers' room."""

import re

import polars as pl

from nahbar.intake.mapping import ValueType
from nahbar.intake.mapping.own import OWN, key_of, own_field

SCALARS = (
    "salutation",
    "title",
    "first_name",
    "last_name",
    "name_suffix",
    "organisation",
    "department",
    "position",
    "person_kind",
    "language",
    "found_us",
    "stage",
    "referred_by",
    "carer",
)
WAYS = {
    "emails": ("email", "customer_email"),
    "phones": ("phone",),
    "mobiles": ("mobile",),
    "faxes": ("fax",),
    "websites": ("website",),
    "tags": ("tags",),
}
REMARKS = ("likes", "dislikes", "good_to_know")
ADDRESS = ("street", "address_line_2", "postcode", "city", "region", "country")
USES = {"home": "private", "business": "business", "billing": "billing", "shipping": "delivery"}


def said_of(typed: pl.DataFrame, *, uses: dict[int, str] | None = None) -> pl.DataFrame:
    """`row`, `number` and what each row says of its customer; only columns that say something.

    `uses`: what the first, second … address is for, by its number.
    """
    said = [pl.col("row")]
    if "customer_number" in typed.columns:
        said.append(pl.col("customer_number").alias("number"))
    said += [pl.col(name) for name in SCALARS if name in typed.columns]
    if "since" in typed.columns:
        said.append(pl.col("since").cast(pl.Date).cast(pl.String))
    for name, fields in WAYS.items():
        if columns := columns_of(typed, *fields):
            said.append(listed(typed, columns).alias(name))
    for name in REMARKS:
        if columns := columns_of(typed, name):
            text = listed(typed, columns).list.join("\n")
            said.append(pl.when(text != "").then(text).alias(name))
    said += _birthday(typed)
    said += _own(typed)
    if addresses := _addresses(typed, uses or {}):
        held = pl.concat_list(addresses)
        said.append(held.list.filter(pl.element().is_not_null()).alias("addresses"))
    return typed.select(said)


def _birthday(typed: pl.DataFrame) -> list[pl.Expr]:
    """Day, month and year of birth: from one date, else from columns of their own, year or not."""
    born = pl.col("birthday").dt
    ways = {
        "birth_day": (born.day(), "day_of_birth"),
        "birth_month": (born.month(), "birth_month"),
        "birth_year": (born.year(), "birth_year"),
    }
    parts = []
    for name, (of_date, column) in ways.items():
        told = [of_date.cast(pl.Int64)] if "birthday" in typed.columns else []
        told += [pl.col(column)] if column in typed.columns else []
        parts += [pl.coalesce(told).alias(name)] if told else []
    return parts


def _own(typed: pl.DataFrame) -> list[pl.Expr]:
    """What stands in fields that the house made for itself, as its records keep it."""
    said = []
    for name in typed.columns:
        if not name.startswith(OWN):
            continue
        value, kind = pl.col(name), own_field(name).type
        if kind in {ValueType.DECIMAL, ValueType.MONEY}:
            value = _decimal(value)
        elif kind is ValueType.DATE:
            value = value.cast(pl.Date).cast(pl.String)
        elif kind is not ValueType.CHOICES:
            value = value.cast(pl.String)
        said.append(value.alias(f"own_{key_of(name)}"))
    return said


def _decimal(micros: pl.Expr) -> pl.Expr:
    """Millionths as a plain decimal: `-0.5`, `12`."""
    digits = (micros.abs() % 1_000_000).cast(pl.String).str.zfill(6).str.strip_chars_end("0")
    sign = pl.when(micros < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    whole = (micros.abs() // 1_000_000).cast(pl.String)
    return pl.concat_str(sign, whole, pl.lit("."), digits).str.strip_chars_end(".")


def columns_of(typed: pl.DataFrame, *fields: str) -> list[str]:
    """The columns of a field that may repeat: `phone`, `phone_2`, …"""
    pattern = re.compile(rf"(?:{'|'.join(fields)})(?:_\d+)?")
    return [name for name in typed.columns if pattern.fullmatch(name)]


def listed(typed: pl.DataFrame, columns: list[str]) -> pl.Expr:
    held = pl.concat_list(
        pl.col(name) if typed.schema[name] == pl.List else pl.concat_list(name) for name in columns
    )
    return held.list.drop_nulls().list.unique(maintain_order=True)


def _addresses(typed: pl.DataFrame, uses: dict[int, str]) -> list[pl.Expr]:
    numbers = sorted(
        {
            int(found.group(1) or 1)
            for name in typed.columns
            if (found := re.fullmatch(rf"(?:{'|'.join(ADDRESS)})(?:_(\d+))?", name))
        }
    )
    return [_address(typed, number, uses.get(number, "")) for number in numbers]


def _address(typed: pl.DataFrame, number: int, use: str) -> pl.Expr:
    tail = "" if number == 1 else f"_{number}"
    text = {
        part: pl.col(part + tail) if part + tail in typed.columns else pl.lit(None, dtype=pl.String)
        for part in (*ADDRESS, "house_number")
    }
    street = pl.concat_str(text["street"], text["house_number"], separator=" ", ignore_nulls=True)
    known = pl.any_horizontal(
        text[part].is_not_null() for part in ("street", "postcode", "city", "country")
    )
    address = pl.struct(
        pl.lit(USES.get(use, "")).alias("use"),
        _cut(street, 200).alias("street"),
        _cut(text["address_line_2"], 200).alias("extra"),
        _cut(text["postcode"], 20).alias("postcode"),
        _cut(text["city"], 120).alias("city"),
        _cut(text["region"], 120).alias("region"),
        _cut(text["country"], 2).alias("country"),
    )
    return pl.concat_list(pl.when(known).then(address))


def _cut(text: pl.Expr, width: int) -> pl.Expr:
    return text.fill_null("").str.slice(0, width)
