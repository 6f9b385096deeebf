"""What a table becomes is proposed from headers and values, asked where nobody can know."""

import pytest

from nahbar.intake.mapping import (
    agree,
    answer,
    apply,
    from_json,
    missing,
    preview,
    propose,
    reassign,
    to_json,
)
from nahbar.intake.mapping.proposing import TableView

SALES = "Belegnr.|Belegdatum|KdNr|Artikel|Menge|Einzelpreis"
GERMAN = [
    ("R-1001", "13.04.2024", "10001", "Winterreifen", "4", "89,90"),
    ("R-1002", "14.04.2024", "10002", "Ölwechsel", "1", "1.129,00"),
    ("R-1003", "15.04.2024", "10001", "Scheibe", "1", "450,50"),
]


def fields(proposal):
    return [choice.field for choice in proposal.choices]


def test_a_german_invoice_list_is_understood(proposed):
    proposal, _ = proposed(SALES, GERMAN)
    assert proposal.kind == "orders"
    assert fields(proposal) == [
        "order_number", "ordered_at", "customer_number", "product_name", "quantity", "unit_price",
    ]  # fmt: skip
    assert missing(proposal) == ()
    assert proposal.open_questions == ()
    assert proposal.choice("c5").options["style"] == "comma"


@pytest.mark.parametrize(
    ("header", "articles", "expected"),
    [
        ("Artikel|Bezeichnung", [("A101", "Notizbuch"), ("A102", "Tee"), ("A7", "Öl 5W40")], "number"),
        ("Artikel|Bezeichnung", [("VW.5G1.A", "Golf"), ("VW.6C1.B", "Polo"), ("VW.121.U", "Up")], "number"),
        ("Artikel|Bezeichnung", [("LW", "Golf"), ("GW", "Polo"), ("PICK57", "Amarok")], "number"),
        ("Bezeichnung|Artikel", [("Notizbuch", "77"), ("Tee", "78"), ("Öl 5W40", "79")], "turned"),
        ("Article|Product", [("A1", "Notebook"), ("A2", "Pen"), ("A3", "Ink")], "number"),
        ("Artikel|Bezeichnung", [("Notizbuch", "kariert"), ("Tee", "lose"), ("Öl", "5W40")], "name"),
        ("Artikelnr|Artikel", [("A1", "Notizbuch"), ("A2", "Tee"), ("A3", "Öl")], "number"),
        ("Artikel|Fach", [("A1", "10"), ("A2", "0"), ("A3", "5")], "name"),
    ],
)  # fmt: skip
def test_beside_its_name_an_article_is_a_number(proposed, header, articles, expected):
    rows = [
        (str(1000 + n), f"{13 + n}.01.2026", "77", *article, "1", "4,50")
        for n, article in enumerate(articles)
    ]
    proposal, _ = proposed(f"Rechnungsnr|Belegdatum|Kundennr|{header}|Menge|EP", rows)
    wanted = {"number": ["sku", "product_name"], "turned": ["product_name", "sku"]}
    assert fields(proposal)[3:5] == wanted.get(expected, ["product_name", None])


CREDITS = "Belegnr|Belegart|Datum|Kundennr|Menge|Einzelpreis"


def credit_rows(quantity: str = "1") -> list[tuple[str, ...]]:
    kinds = ("Rechnung", "Gutschrift", "Rechnung", "Storno")
    return [
        (str(100 + n), kind, f"{13 + n}.01.2026", "77", "2" if n else quantity, "4,50")
        for n, kind in enumerate(kinds)
    ]


def test_credit_notes_without_a_minus_are_asked_about_and_can_be_taken_off(proposed, chunk_of):
    proposal, _ = proposed(CREDITS, credit_rows())
    [question] = [q for q in proposal.questions if q.code == "credit_sign"]
    assert question.evidence["examples"] == ["Gutschrift", "Storno"]
    as_written = apply(proposal, chunk_of(credit_rows())).frame
    assert as_written["quantity"].to_list() == [1_000_000, 2_000_000, 2_000_000, 2_000_000]
    taken_off = apply(answer(proposal, question.id, "subtract"), chunk_of(credit_rows())).frame
    assert taken_off["quantity"].to_list() == [1_000_000, -2_000_000, 2_000_000, -2_000_000]
    assert taken_off["unit_price"].to_list() == [4_500_000] * 4
    assert taken_off["line_kind"].to_list() == ["order", "return", "order", "cancellation"]


def test_where_something_is_below_zero_credit_notes_are_as_written(proposed):
    proposal, _ = proposed(CREDITS, credit_rows("-1"))
    assert "credit_sign" not in {question.code for question in proposal.questions}


def test_an_answer_about_credit_notes_is_not_asked_again(proposed):
    proposal, profile = proposed(CREDITS, credit_rows())
    answered = answer(proposal, "credit_sign:c1", "subtract")
    assert from_json(to_json(answered)) == answered
    assert reassign(answered, profile, "c0", None).choice("c1").options["credit"] == "subtract"
    assert not reassign(answered, profile, "c0", None).questions


SHOP = {
    "Rechnungsnr": "order_number", "Belegdatum": "ordered_at", "Kundennr": "customer_number",
    "Artikel": "sku", "Bezeichnung": "product_name", "Menge": "quantity", "Einzelpreis": "unit_price",
    "Rabatt": None, "Gesamt netto": "line_amount", "Verkäufer": "employee", "Filiale": "branch",
}  # fmt: skip
SHOP_ROW = (
    "10{n};{n}.01.2026;7{n};A-{n};Notizbuch kariert A{n};{n};4,50;10 %;{n},05;Berger Mia;Graz"
)
WORKSHOP = {
    "Auftragsnr.": "order_number", "Auftragsdatum": "ordered_at", "Kd-Nr": "customer_number",
    "Kunde": "customer_name", "Fahrgestellnr.": "sku", "Rechnungsbetrag netto": "order_amount",
    "Belegart": "line_kind", "Serviceberater": "employee", "Telefon mobil": "mobile",
    "PLZ/Ort": "postcode_city",
}  # fmt: skip
WORKSHOP_ROW = "W{n};{n}.01.2026;7{n};Anna Berger;WVWZZZ1KZAW0000{n};230,50;Rechnung;J. Falk;0664 12345{n};8010 Graz"
LIST = {
    "Kundennr": "customer_number", "Anrede": "salutation", "Nachname, Vorname": "full_name",
    "Telefon mobil": "mobile", "Tel. privat": "phone", "Geb.-Datum": "birthday", "PLZ/Ort": "postcode_city",
    "Straße/Hausnr.": "street", "Betreuer": "carer",
}  # fmt: skip
LIST_ROW = (
    "7{n};Frau;Berger, Anna;0664 12345{n};0316 1234{n};{n}.03.1980;8010 Graz;Gasse {n};Mia Berger"
)


@pytest.mark.parametrize(
    ("meanings", "row"),
    [(SHOP, SHOP_ROW), (WORKSHOP, WORKSHOP_ROW), (LIST, LIST_ROW)],
    ids=["shop", "workshop", "customer list"],
)
def test_headers_of_german_shops_and_garages_are_understood(proposed, meanings, row):
    rows = [tuple(row.format(n=n).split(";")) for n in range(13, 20)]
    proposal, _ = proposed("|".join(meanings), rows)
    assert dict(zip(meanings, fields(proposal), strict=True)) == meanings
    assert missing(proposal) == ()


def test_values_win_over_a_header_that_is_wrong(proposed):
    rows = [("anna@example.at", "Anna"), ("karl@example.at", "Karl"), ("eva@example.at", "Eva")]
    proposal, _ = proposed("Geburtsdatum|Vorname", rows, kind="customers")
    assert fields(proposal) == ["email", "first_name"]
    assert proposal.choice("c0").why.code == "header_contradicted"


def test_a_table_without_header_is_read_from_its_values_with_less_confidence(proposed):
    rows = [("Anna Huber", "anna@example.at", "0664 1234567"), ("Karl Moser", "karl@example.at", "01 5131234"),
            ("Eva Berger", "eva@example.at", "+43 664 7654321")]  # fmt: skip
    proposal, _ = proposed("||", rows, kind="contacts")
    assert fields(proposal) == ["full_name", "email", "phone"]
    assert all(choice.confidence < 0.8 for choice in proposal.choices)


def test_a_header_of_its_own_keeps_numbers_from_being_taken_for_something_else(proposed):
    rows = [("R-1", "13.04.2024", "4,50", "0,90"), ("R-2", "14.04.2024", "3,20", "1,10")] * 3
    named, _ = proposed("Belegnr.|Datum|Betrag|Zwischenrabatt", rows)
    nameless, _ = proposed("Belegnr.|Datum|Betrag|Spalte 4", rows)
    assert named.choice("c3").field is None
    assert nameless.choice("c3").field == "unit_price"


def test_one_decided_date_decides_all_files(proposed, chunk_of):
    undecided = [("R-1", "03/04/2024", "1", "x", "1", "1,50")] * 5
    decided = [("R-2", "13/04/2024", "1", "x", "1", "1,50")]
    _, profile = proposed(SALES, undecided)
    profile.add(chunk_of(decided))
    proposal = propose([TableView("both", tuple(SALES.split("|")))], profile)
    assert proposal.open_questions == ()
    assert proposal.choice("c1").options["order"] == "day_first"


def test_what_no_file_decides_is_asked_and_the_answer_is_used(proposed):
    proposal, _ = proposed(SALES, [("R-1", "03/04/2024", "1", "x", "1", "1,50")] * 5)
    (question,) = proposal.open_questions
    assert (question.id, question.choices) == ("date_order:c1", ("day_first", "month_first"))
    answered = answer(proposal, question.id, "month_first")
    assert answered.open_questions == ()
    assert answered.choice("c1").options["order"] == "month_first"
    with pytest.raises(ValueError, match="perhaps"):
        answer(proposal, question.id, "perhaps")
    with pytest.raises(KeyError):
        answer(answered, question.id, "month_first")


def test_dates_that_contradict_each_other_are_asked(proposed):
    rows = [
        ("R-1", day, "1", "x", "1", "1,5") for day in ("13/04/2024", "04/13/2024", "03/04/2024")
    ]
    proposal, _ = proposed(SALES, rows)
    assert [question.code for question in proposal.open_questions] == ["date_order"]


def test_an_undecided_decimal_sign_follows_the_other_columns_or_is_asked(proposed):
    header = "Belegnr.|Belegdatum|Menge|Einzelpreis"
    helped, _ = proposed(header, [("R-1", "13.04.2024", "1.000", "1,50")] * 3)
    alone, _ = proposed(header, [("R-1", "13.04.2024", "1", "1.500")] * 3)
    assert helped.choice("c2").options["style"] == "comma"
    assert helped.open_questions == ()
    assert [question.id for question in alone.open_questions] == ["number_style:c3"]


def test_tables_of_one_import_settle_each_others_questions(proposed):
    asks, _ = proposed(SALES, [("R-1", "03/04/2024", "1", "x", "1", "1,50")] * 3)
    knows, _ = proposed("Rechnungsnummer|Datum|Betrag", [("R-9", "04/30/2024", "1,50")] * 3)
    assert all(proposal.open_questions == () for proposal in agree([asks, knows]))
    assert agree([asks, knows])[0].choice("c1").options["order"] == "month_first"


def test_letters_before_negative_orders_propose_cancellations(proposed):
    rows = [("489434", "2009-12-01", "13085.0", "Lamp", "12", "6.95")] * 30
    rows += [("C489449", "2009-12-02", "13085.0", "Lamp", "-3", "6.95")] * 4
    rows += [("489450", "2009-12-02", "13085.0", "Lamp", "-1", "6.95")]
    proposal, _ = proposed(SALES, rows)
    marks = [(rule.kind, rule.marker, rule.value, rule.negative) for rule in proposal.rules]
    assert marks == [("cancellation", "prefix", "C", 4), ("return", "negative_quantity", "", 1)]
    denied = answer(proposal, "order_kind_rule:negative_quantity", "order")
    assert [rule.accepted for rule in denied.rules] == [True, False]


def test_a_person_may_give_a_column_another_field(proposed):
    proposal, profile = proposed(SALES, GERMAN)
    changed = reassign(proposal, profile, "c5", "line_amount")
    assert changed.choice("c5").options["style"] == "comma"
    assert changed.choice("c5").why.code == "person"
    moved = reassign(changed, profile, "c4", "line_amount")
    assert moved.choice("c5").field is None
    assert missing(reassign(proposal, profile, "c1", None)) == ("date",)


def test_a_proposal_survives_json(proposed):
    proposal, _ = proposed(SALES, [*GERMAN, ("C-1", "03/04/2024", "1", "x", "-1", "1,50")])
    assert from_json(to_json(proposal)) == proposal


def test_a_table_of_moments_is_no_order_list(proposed):
    rows = [
        ("10001", "13.04.2024 10:00", "Telefon", "gut", "Fragt nach dem Liefertermin seines Wagens")
    ] * 4
    proposal, _ = proposed("Kundennummer|Datum|Kanal|Stimmung|Notiz", rows)
    assert proposal.kind == "encounters"
    assert fields(proposal) == ["customer_number", "occurred_at", "channel", "mood", "text"]


def test_tables_with_different_headers_need_proposals_of_their_own(proposed):
    _, profile = proposed("Name|Ort", [("Anna Huber", "Wien")])
    with pytest.raises(ValueError, match="one header"):
        propose([TableView("a", ("Name", "Ort")), TableView("b", ("Ort", "Name"))], profile)


def test_the_preview_shows_what_each_cell_becomes(proposed):
    proposal, _ = proposed(SALES, GERMAN)
    ((number, day, *_, price),) = preview(
        proposal, [("R-1", "31.02.2024", "1", "x", "1", "1.129,00")]
    )
    assert (number.field, number.value) == ("order_number", "R-1")
    assert (day.value, day.code) == (None, "date_impossible")
    assert str(price.value) == "1129"


def test_five_thousand_columns_are_proposed_without_complaint(chunk_of, proposed):
    header = "|".join(f"Spalte {i}" for i in range(4_999)) + "|E-Mail"
    proposal = propose([TableView("wide", tuple(header.split("|")))], proposed("Name", [("x",)])[1])
    assert proposal.choices[-1].field in {"email", "customer_email"}
