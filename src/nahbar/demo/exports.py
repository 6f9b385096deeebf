"""The simulated firm's records as the files that a dealer system would export: German, in cents and commas."""

from pathlib import Path

import polars as pl

from nahbar.insight.synth import Firm

SALUTATIONS = {"ms": "Frau", "mr": "Herr", "family": "Familie", "company": "Firma"}
STAGES = {"prospect": "Interessent", "customer": "Kunde"}
KINDS = {
    "order": "Rechnung",
    "cancellation": "Storno",
    "return": "Retoure",
    "complaint": "Kulanz",
    "take_back": "Inzahlungnahme",
}
ENCOUNTERS = {
    "contact": "Kontakt",
    "service": "Service",
    "complaint": "Beschwerde",
    "delivery": "Lieferung",
    "cancellation": "Storno",
}
CHANNELS = {
    "visit": "Besuch",
    "phone": "Telefon",
    "mail": "E-Mail",
    "letter": "Brief",
    "web": "Web",
}
DAY, MOMENT = "%d.%m.%Y", "%d.%m.%Y %H:%M"


def write_exports(firm: Firm, folder: Path) -> list[Path]:
    """Write `customers.csv`, `orders.csv` and `encounters.csv`; where they are."""
    tables = {
        "customers.csv": customers_table(firm),
        "orders.csv": orders_table(firm),
        "encounters.csv": encounters_table(firm),
    }
    for name, table in tables.items():
        table.write_csv(folder / name, separator=";", include_bom=True)
    return [folder / name for name in tables]


def customers_table(firm: Firm) -> pl.DataFrame:
    """One row a customer."""
    return firm.customers.select(
        pl.col("number").alias("Kundennummer"),
        _word("salutation", SALUTATIONS, "Anrede"),
        pl.col("title").alias("Titel"),
        pl.col("first_name").alias("Vorname"),
        pl.col("last_name").alias("Nachname"),
        pl.col("organisation").alias("Firma"),
        pl.format("{} {}", "street", "house_number").alias("Straße"),
        pl.col("postcode").alias("PLZ"),
        pl.col("city").alias("Ort"),
        pl.col("phone").alias("Telefon"),
        pl.col("mobile").alias("Mobil"),
        pl.col("email").alias("E-Mail"),
        pl.col("born_on").dt.strftime(DAY).alias("Geburtsdatum"),
        pl.col("known_on").dt.strftime(DAY).alias("Kunde seit"),
        _word("stage", STAGES, "Kundenstatus"),
        pl.col("found_us").alias("Wie haben Sie uns gefunden"),
        pl.col("referred_by").alias("Empfohlen von"),
        _employee(firm, "seller", "Betreuer"),
        _branch(firm),
        pl.col("likes").alias("Mag"),
        pl.col("dislikes").alias("Mag nicht"),
        pl.col("good_to_know").alias("Gut zu wissen"),
    )


def orders_table(firm: Firm) -> pl.DataFrame:
    """One row a line of a bill."""
    return _with_numbers(firm, firm.orders).select(
        pl.col("order_number").alias("Rechnungsnummer"),
        pl.col("occurred_at").dt.strftime(MOMENT).alias("Rechnungsdatum"),
        pl.col("number").alias("Kundennummer"),
        _word("kind", KINDS, "Belegart"),
        pl.col("sku").alias("Artikelnummer"),
        pl.col("product").alias("Bezeichnung"),
        pl.col("group").alias("Warengruppe"),
        pl.col("quantity").alias("Menge"),
        _money("unit_price", "Einzelpreis"),
        _money("unit_cost", "Einkaufspreis"),
        pl.col("promised_on").dt.strftime(DAY).alias("Liefertermin"),
        _branch(firm),
        _employee(firm, "employee", "Verkäufer"),
    )


def encounters_table(firm: Firm) -> pl.DataFrame:
    """One row a moment."""
    return _with_numbers(firm, firm.encounters).select(
        pl.col("occurred_at").dt.strftime(MOMENT).alias("Kontaktdatum"),
        pl.col("number").alias("Kundennummer"),
        _word("kind", ENCOUNTERS, "Kontaktart"),
        pl.col("touchpoint").alias("Kontaktpunkt"),
        _word("channel", CHANNELS, "Kanal"),
        pl.col("mood").alias("Stimmung"),
        pl.col("mood_word").alias("Stimmungswort"),
        pl.col("text").alias("Notiz"),
        _branch(firm),
        _employee(firm, "employee", "Mitarbeiter"),
    )


def _with_numbers(firm: Firm, frame: pl.DataFrame) -> pl.DataFrame:
    numbers = firm.customers.select("customer", "number")
    return frame.join(numbers, on="customer", how="left", maintain_order="left")


def _word(column: str, words: dict[str, str], header: str) -> pl.Expr:
    return pl.col(column).replace_strict(words, return_dtype=pl.String).alias(header)


def _money(column: str, header: str) -> pl.Expr:
    """Cents as euros: 1234 → 12,34."""
    cents = pl.col(column)
    rest = (cents.abs() % 100).cast(pl.String).str.pad_start(2, "0")
    return pl.format("{},{}", cents // 100, rest).alias(header)


def _employee(firm: Firm, column: str, header: str) -> pl.Expr:
    names = dict(firm.employees.select("employee", "name").iter_rows())
    return pl.col(column).replace_strict(names, return_dtype=pl.String).alias(header)


def _branch(firm: Firm) -> pl.Expr:
    names = dict(enumerate(firm.branches))
    return pl.col("branch").replace_strict(names, return_dtype=pl.String).alias("Filiale")
