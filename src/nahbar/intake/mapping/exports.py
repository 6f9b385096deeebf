"""Exports whose headers mean something of their own, known by headers only they have.

An empty field name says: this column is nothing for us, whatever its header sounds like.
"""

from collections.abc import Sequence

_KNOWN: tuple[tuple[str, frozenset[str], dict[str, str]], ...] = (
    (
        "orders",  # Shopify: one order over several lines, "Name" is the order's number
        frozenset({"Lineitem quantity", "Financial Status"}),
        {"Name": "order_number", "Id": "", "Total": "order_amount", "Created at": "ordered_at",
         "Tags": "", "Vendor": "", "Notes": "note"},
    ),
    (
        "orders",  # PayPal's activity list in German
        frozenset({"Absender E-Mail-Adresse", "Transaktionscode"}),
        {"Zugehöriger Transaktionscode": "", "Rechnungsnummer": "", "Option 1 Name": "",
         "Option 2 Name": "", "Netto": "", "Lieferadresse": "", "Adresszeile 1": "street", "Anzahl": "", "Betreff": "", "Hinweis": "note"},
    ),
    (
        "customers",  # Google: "File As" repeats the name, "Subject" and "Location" are unused
        frozenset({"Phonetic First Name", "Labels"}),
        {"File As": "", "Address 1 - Formatted": "", "Address 1 - Extended Address": "address_line_2"},
    ),
    (
        "customers",
        frozenset({"Yomi Name", "Group Membership"}),
        {"Location": "", "Subject": "", "Occupation": "position"},
    ),
    (
        "customers",  # LinkedIn
        frozenset({"Connected On", "Email Address"}),
        {"URL": "website"},
    ),
)  # fmt: skip


def known_headers(header: Sequence[str | None], kind: str) -> dict[str, str]:
    """Header → field for an export of `kind` recognised by its header; empty for others."""
    present = {cell.strip() for cell in header if cell}
    for for_kind, needed, meaning in _KNOWN:
        if for_kind == kind and needed <= present:
            return meaning | _repeated(present)
    return {}


def _repeated(present: set[str]) -> dict[str, str]:
    """Shopify's "Billing Street" is both address lines in one: nothing new beside "Billing Address1"."""
    return {f"{use} Street": "" for use in ("Billing", "Shipping") if f"{use} Address1" in present}
