"""Headers of real exports, in German and English, name their fields."""

import csv
import io
import json

import pytest

from nahbar.intake.mapping import (
    KINDS,
    TableProfile,
    TableView,
    apply,
    fingerprint,
    missing,
    propose,
    unused_discounts,
)
from nahbar.intake.mapping.headers import key_of, match_header, tokens


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_no_header_means_two_fields_of_one_kind(kind):
    claims = {}
    for field in kind.fields:
        for word in field.words:
            claims.setdefault(key_of(tokens(word)), set()).add(field.name)
    assert [fields for fields in claims.values() if len(fields) > 1] == []


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_listed_header_names_its_field(kind):
    lost = {
        word: field.name
        for field in kind.fields
        for word in field.words
        if (match := match_header(word, kind.name)) is None or match.field != field.name
    }
    assert lost == {}


@pytest.mark.parametrize(
    ("header", "kind", "field", "label"),
    [
        ("KundenNr.", "customers", "customer_number", None),
        ("kunden_nummer", "customers", "customer_number", None),
        ("CUSTOMER-NO", "customers", "customer_number", None),
        ("Straße", "customers", "street", None),
        ("Strasse", "customers", "street", None),
        ("Strae", "customers", "street", None),
        ("E-mail 2 - Value", "customers", "email", None),
        ("Straße geschäftlich 2", "customers", "address_line_2", "business"),
        ("Privat: PLZ", "customers", "postcode", "home"),
        ("Telefon (privat 2)", "customers", "phone", "home"),
        ("Lieferadresse PLZ", "orders", "postcode", "shipping"),
        ("RechnungsOrt", "orders", "city", "billing"),
        ("InvoiceDate", "orders", "ordered_at", None),
        ("Wahrung", "orders", "currency", None),
        ("Gefühlslage", "encounters", "mood", None),
    ],
)
def test_spelling_and_labels_do_not_hide_what_a_header_means(header, kind, field, label):
    match = match_header(header, kind)
    assert match is not None
    assert (match.field, match.label) == (field, label)


@pytest.mark.parametrize("header", ["", None, "   ", "!!!", "E-mail 1 - Type", "Foo Bar", "12"])
def test_a_header_that_means_nothing_is_left_alone(header):
    assert match_header(header, "customers") is None


def test_the_fingerprint_sees_through_spelling_but_not_through_order():
    assert fingerprint(["KundenNr.", "E-Mail"]) == fingerprint(["kunden_nummer", "email"])
    assert fingerprint(["E-Mail", "KundenNr."]) != fingerprint(["KundenNr.", "E-Mail"])


EXPORTS = {  # the least columns that find a field, and fields that must be among them
    "google_contacts_old_to_2024": ("customers", 14, "first_name last_name email phone birthday tags"),
    "google_contacts_new": ("customers", 19, "first_name last_name email street city postcode position"),
    "outlook_de_prefix": ("customers", 44, "salutation street city postcode phone mobile fax email referred_by"),
    "outlook_com_en_prefix": ("customers", 20, "first_name email phone mobile fax street city birthday"),
    "thunderbird_de": ("customers", 30, "email phone mobile street birth_year birth_month day_of_birth website"),
    "hubspot_contacts": ("customers", 9, "customer_number stage since organisation carer"),
    "linkedin_connections": ("customers", 7, "first_name website email organisation position since"),
    "shopify_orders": ("orders", 28, ("order_number customer_email ordered_at quantity unit_price sku product_name "
                       "order_status cancelled_at customer_name street organisation currency")),
    "sparkasse_csv_camt": ("orders", 7, "ordered_at line_amount currency customer_name note"),
    "paypal_de_41_columns": ("orders", 19, "ordered_at ordered_time order_amount customer_email order_number"),
}  # fmt: skip


@pytest.mark.data
@pytest.mark.parametrize("export", EXPORTS)
def test_real_exports_are_recognised_by_their_headers_alone(real_data, export):
    line = json.loads((real_data / "csv" / "export_headers.json").read_text())[export]
    header = next(csv.reader(io.StringIO(line), delimiter=";" if '";"' in line else ","))
    proposal = propose([TableView(export, tuple(header))], TableProfile())
    kind, least, fields = EXPORTS[export]
    assert proposal.kind == kind
    assert missing(proposal) == ()
    assert sum(choice.field is not None for choice in proposal.choices) >= least
    assert set(fields.split()) <= proposal.fields


SHOP = ("Name|Email|Financial Status|Created at|Lineitem quantity|Lineitem name|Lineitem price|Vendor|"
        "Billing Name|Billing City|Billing Zip|Billing Phone|Discount Amount|Refunded Amount")  # fmt: skip
SHOP_ROW = ("#1001", "anna@x.example", "paid", "2026-03-13 10:00:00 +0100", "2", "Tee", "4.50", "Teehaus",
            "Anna Berger", "Graz", "'8010", "'+43 664 1234567", "1.00", "0.00")  # fmt: skip


@pytest.mark.parametrize(
    ("street", "fields"),
    [
        ("Billing Street", ["street"]),
        ("Billing Street|Billing Address1|Billing Address2", [None, "street", "address_line_2"]),
    ],
)
def test_a_shop_s_apostrophes_and_streets_reach_the_customer(proposed, chunk_of, street, fields):
    rows = [(*SHOP_ROW, *["Hauptplatz 5"] * len(fields))] * 4
    proposal, _ = proposed(f"{SHOP}|{street}", rows)
    assert [choice.field for choice in proposal.choices[14:]] == fields
    assert proposal.choice("c7").field is None
    assert unused_discounts(proposal) == ("Discount Amount", "Refunded Amount")
    said = apply(proposal, chunk_of(rows)).frame.row(0, named=True)
    assert (said["postcode"], said["phone"], said["street"]) == (
        "8010",
        ["+436641234567"],
        "Hauptplatz",
    )
