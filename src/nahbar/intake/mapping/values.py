"""Which reader turns the cells of which type of field into values, and with which options.

Options (all JSON): `style` ("comma", "point"), `order` ("day_first", "month_first"), `pivot`,
`zone`, `country`, `integral_floats`, `family_first`, `low`, `high`, `best`, `means`, `words`;
`checks` holds the bounds of a field that the house made for itself.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

import polars as pl

from nahbar.intake.mapping import (
    contacts,
    dates,
    decimals,
    moods,
    order_kinds,
    own,
    people,
    places,
    texts,
)
from nahbar.intake.mapping.amounts import LARGEST_AMOUNT
from nahbar.intake.mapping.fields import Field, ValueType
from nahbar.intake.mapping.reading import Reader, over_distinct

LARGEST_QUANTITY = 10**9

_TAKES = {
    ValueType.DATE: ("order", "pivot", "zone"),
    ValueType.DATETIME: ("order", "pivot", "zone"),
    ValueType.DECIMAL: ("style",),
    ValueType.MONEY: ("style",),
    ValueType.INTEGER: ("style",),
    ValueType.DISCOUNT: ("style", "means"),
    ValueType.PHONE: ("country",),
    ValueType.KEY: ("integral_floats",),
    ValueType.FULL_NAME: ("family_first",),
    ValueType.MOOD: ("low", "high", "best"),
    ValueType.CHOICE: ("words",),
    ValueType.CHOICES: ("words",),
}

READERS: dict[ValueType, Any] = {
    ValueType.TEXT: texts.read_text,
    ValueType.SHORT: texts.read_line,
    ValueType.NAME: texts.read_name,
    ValueType.FULL_NAME: people.read_full_names,
    ValueType.EMAIL: contacts.read_emails,
    ValueType.PHONE: contacts.read_phones,
    ValueType.DATE: dates.read_dates,
    ValueType.DATETIME: dates.read_datetimes,
    ValueType.TIME: dates.read_times,
    ValueType.DECIMAL: partial(
        decimals.read_decimals, limit=LARGEST_QUANTITY, absurd="quantity_absurd"
    ),
    ValueType.INTEGER: decimals.read_integers,
    ValueType.MONEY: partial(decimals.read_decimals, limit=LARGEST_AMOUNT, absurd="amount_absurd"),
    ValueType.DISCOUNT: decimals.read_discounts,
    ValueType.CURRENCY: places.read_currencies,
    ValueType.COUNTRY: places.read_countries,
    ValueType.LANGUAGE: places.read_languages,
    ValueType.POSTCODE: texts.read_postcode,
    ValueType.KEY: texts.read_key,
    ValueType.SALUTATION: people.read_salutations,
    ValueType.PERSON_KIND: people.read_person_kinds,
    ValueType.STAGE: people.read_stages,
    ValueType.ORDER_KIND: order_kinds.read_order_kinds,
    ValueType.MOOD: moods.read_moods,
    ValueType.YES_NO: own.read_yes_no,
    ValueType.CHOICE: own.read_choice,
    ValueType.CHOICES: own.read_choices,
    ValueType.LINK: own.read_links,
}

# Columns a reader gives beside the value, by type.
BESIDE = {
    ValueType.DATETIME: ("has_time",),
    ValueType.NAME: ("marks",),
    ValueType.FULL_NAME: ("marks", *people.PARTS),
}


def reader_for(field: Field, options: Mapping[str, Any]) -> Reader:
    """The reader of a field with those of the column's options that it takes."""
    taken = {
        name: options[name] for name in _TAKES.get(field.type, ()) if options.get(name) is not None
    }
    return partial(READERS[field.type], **taken)


def read_column(cells: pl.Series, field: Field, options: Mapping[str, Any]) -> pl.DataFrame:
    """All cells of a column → frame with `value`, `code` and what the type gives beside."""
    read = over_distinct(cells, reader_for(field, options))
    checks = options.get("checks")
    return own.checked(read, checks) if checks else read
