"""By what customers are found in this room: frames `customer, text`. Named in `nahbar.site.wiring`."""

import polars as pl

from nahbar.core.bulk import Ids, read_frame, read_matching
from nahbar.customers.models import ContactPoint

SCHEMA = {"customer": pl.Int64, "text": pl.String}
DIALLED = (ContactPoint.Kind.PHONE, ContactPoint.Kind.MOBILE, ContactPoint.Kind.FAX)


def all_customers() -> Ids:
    """All primary keys, ascending."""
    rows = read_frame("SELECT id FROM customers_customer ORDER BY id", schema={"id": pl.Int64})
    found: Ids = rows["id"].to_numpy()
    return found


def names(customers: Ids) -> pl.DataFrame:
    """What customers are called, and the names of whom an organisation is known by."""
    return _read(
        "SELECT id, name || ' ' || given_name || ' ' || family_name"
        " FROM customers_customer WHERE id IN {keys}",
        customers,
    )


def organisations(customers: Ids) -> pl.DataFrame:
    """What organisations are called."""
    return _read(
        "SELECT id, organisation FROM customers_customer WHERE organisation <> '' AND id IN {keys}",
        customers,
    )


def streets(customers: Ids) -> pl.DataFrame:
    """Streets, with what is added to them."""
    return _of_addresses("street || ' ' || extra", customers)


def places(customers: Ids) -> pl.DataFrame:
    """Places and regions."""
    return _of_addresses("city || ' ' || region", customers)


def postcodes(customers: Ids) -> pl.DataFrame:
    """Postcodes."""
    return _of_addresses("postcode", customers)


def mail_domains(customers: Ids) -> pl.DataFrame:
    """Whole addresses are found in their own index; from here only what stands behind the @."""
    mails = _points((ContactPoint.Kind.EMAIL,), customers)
    domain = pl.col("text").str.split("@").list.last().str.replace(r"\.[a-z]+$", "")
    return mails.with_columns(domain)


def phones(customers: Ids) -> pl.DataFrame:
    """Telephone numbers, as they are dialled from abroad."""
    return _points(DIALLED, customers)


def numbers(customers: Ids) -> pl.DataFrame:
    """What sources call them."""
    return _read(
        "SELECT customer_id, number FROM customers_customernumber"
        " WHERE valid_until IS NULL AND customer_id IN {keys}",
        customers,
    )


def remarks(customers: Ids) -> pl.DataFrame:
    """What they like, dislike, and what is good to know."""
    return _read(
        "SELECT customer_id, text FROM customers_remark"
        " WHERE valid_until IS NULL AND customer_id IN {keys}",
        customers,
    )


def tags(customers: Ids) -> pl.DataFrame:
    """Words that hang on them."""
    return _read(
        "SELECT h.customer_id, t.name FROM customers_tagging h JOIN customers_tag t"
        " ON t.id = h.tag_id WHERE h.customer_id IN {keys}",
        customers,
    )


def _of_addresses(what: str, customers: Ids) -> pl.DataFrame:
    return _read(
        f"SELECT customer_id, {what} FROM customers_postaladdress"
        " WHERE valid_until IS NULL AND customer_id IN {keys}",
        customers,
    )


def _points(kinds: tuple[ContactPoint.Kind, ...], customers: Ids) -> pl.DataFrame:
    named = ", ".join(f"'{kind.value}'" for kind in kinds)
    return _read(
        f"SELECT customer_id, normal FROM customers_contactpoint WHERE kind IN ({named})"
        " AND valid_until IS NULL AND customer_id IN {keys}",
        customers,
    )


def _read(query: str, customers: Ids) -> pl.DataFrame:
    return read_matching(query, customers.tolist(), schema=SCHEMA)
