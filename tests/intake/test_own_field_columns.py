"""Columns of a file that go into fields the house made for itself, or become new ones."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from tests.customers.own import Define, Fill, define, fill, shown
from tests.intake.conftest import Take

from nahbar.core.models import User
from nahbar.customers.models import Customer, OwnField, OwnValue
from nahbar.customers.operations.own_fields import retire_field
from nahbar.customers.operations.own_kinds import change_kind
from nahbar.intake.mapping import ColumnProfile, from_json
from nahbar.intake.models import Import, ImportTable, RejectedRow
from nahbar.intake.operations.confirm import confirm_import
from nahbar.intake.operations.new_field import make_field_of_column
from nahbar.intake.operations.work import work_off
from nahbar.intake.own_columns import NEW, propose_kind

__all__ = ["define", "fill"]
pytestmark = pytest.mark.django_db

LIST = """Kundennummer;Vorname;Nachname;Schuhgröße;Farbe;Gekauft am;Nett
77;Anna;Berger;36,5;rot;01.03.2026;ja
78;Bernd;Moser;40,0;ROT;15.03.2026;nein
79;Clara;Egger;1.234,5;blau;20.03.2026;x
"""
LATER = """Kundennummer;Vorname;Nachname;Schuhgröße;Farbe;Gekauft am;Nett
77;Anna;Berger;37,5;blau;01.03.2026;ja
"""


def customer(number: str) -> Customer:
    return Customer.objects.get(numbers__number=number, numbers__valid_until=None)


def column_of(import_run: Import, header: str) -> tuple[ImportTable, str]:
    table = import_run.tables.get()
    choice = next(c for c in from_json(table.proposal).choices if c.header == header)
    return table, choice.column


@pytest.fixture
def fields(define: Define) -> dict[str, OwnField]:
    """Four fields that the list below fills by their names."""
    return {
        "size": define("Schuhgröße", "decimal", most="2000"),
        "colour": define("Farbe", "choice", words=["rot", "blau"]),
        "day": define("Gekauft am", "date"),
        "nice": define("Nett", "yes_no"),
    }


def shown_of(number: str, fields: dict[str, OwnField]) -> list[str]:
    return [shown(customer(number), field) for field in fields.values()][:3]


def test_columns_headed_like_our_fields_fill_them(take: Take, fields: dict[str, OwnField]) -> None:
    take(LIST, source="Shop")
    assert shown_of("77", fields) == ["36,5", "rot", "01.03.2026"]
    assert shown_of("78", fields) == ["40", "rot", "15.03.2026"]
    assert shown_of("79", fields) == ["1.234,5", "blau", "20.03.2026"]
    assert sorted(
        OwnValue.objects.filter(field=fields["nice"]).values_list("number", flat=True)
    ) == [0, 1, 1]


def test_values_that_do_not_fit_are_told_row_by_row(
    take: Take, fields: dict[str, OwnField]
) -> None:
    bad = LIST + "80;Dora;Huber;viel;grün;31.02.2026;vielleicht\n81;Emil;Egger;2001;rot;;ja\n"
    import_run = take(bad, source="Shop")
    told = RejectedRow.objects.filter(table__import_run=import_run)
    assert set(told.filter(row=told.order_by("row")[0].row).values_list("code", flat=True)) == {
        "number_unreadable", "choice_unknown", "date_impossible", "yes_no_unreadable",
    }  # fmt: skip
    assert told.get(code="own_too_large").column == "Schuhgröße"
    assert shown_of("80", fields) == ["", "", ""]
    assert shown_of("81", fields) == ["", "rot", ""]
    assert import_run.rows_stored == 5


def test_taking_back_lets_the_earlier_file_speak_again(
    take: Take, take_back: Callable[[Import], Import], fields: dict[str, OwnField]
) -> None:
    take(LIST, source="Shop")
    later = take(LATER, source="Shop", name="later")
    assert shown_of("77", fields)[:2] == ["37,5", "blau"]
    take_back(later)
    assert shown_of("77", fields)[:2] == ["36,5", "rot"]


def test_taking_all_back_leaves_no_value(
    take: Take, take_back: Callable[[Import], Import], fields: dict[str, OwnField]
) -> None:
    take_back(take(LIST, source="Shop"))
    assert not OwnValue.objects.exists()
    assert not Customer.objects.exists()


def test_the_house_s_own_word_stands_before_and_after(
    take: Take, take_back: Callable[[Import], Import], fields: dict[str, OwnField], fill: Fill
) -> None:
    take(LIST, source="Shop")
    fill(customer("77"), schuhgroesse="38")
    later = take(LATER, source="Shop", name="later")
    assert shown_of("77", fields)[0] == "38"
    take_back(later)
    assert shown_of("77", fields)[:2] == ["38", "rot"]


def test_the_newest_of_two_sources_wins(take: Take, fields: dict[str, OwnField]) -> None:
    take(LIST, source="Shop")
    take(LATER, source="Shop", name="later")
    assert shown_of("77", fields)[:2] == ["37,5", "blau"]


def test_the_same_file_once_more_changes_nothing(take: Take, fields: dict[str, OwnField]) -> None:
    take(LIST, source="Shop")
    rows = list(OwnValue.objects.order_by("pk").values())
    again = take(LIST, source="Shop", name="again")
    assert list(OwnValue.objects.order_by("pk").values()) == rows
    assert again.rows_unchanged == 3


def test_a_saved_mapping_knows_the_fields_as_they_are_now(
    take: Take, begin: Take, fields: dict[str, OwnField], mia: User, now: datetime
) -> None:
    take(LIST, source="Shop")
    retire_field(fields["colour"], by=mia, at=now)
    change_kind(fields["size"], "text", by=mia, at=now)
    proposal = from_json(begin(LATER, source="Shop", name="later").tables.get().proposal)
    assert {c.header: c.field for c in proposal.choices}["Farbe"] is None
    assert {c.header: c.field for c in proposal.choices}["Schuhgröße"] == "own:text:schuhgroesse"


@pytest.mark.parametrize(
    ("header", "kind"),
    [("Schuhgröße", "decimal"), ("Farbe", "text"), ("Gekauft am", "date"), ("Nett", "yes_no")],
)
def test_a_column_becomes_a_new_field_of_the_kind_its_cells_suggest(
    header: str, kind: str, begin: Take, mia: User, now: datetime
) -> None:
    import_run = begin(LIST, source="Shop", kind="customers")
    table, column = column_of(import_run, header)
    made = make_field_of_column(table, column, by=mia, at=now)
    assert (made.label, made.kind) == (header, kind)
    confirm_import(import_run, by=mia, at=now)
    work_off()
    assert shown(customer("77"), made)


def test_a_column_of_few_words_becomes_a_list(begin: Take, mia: User, now: datetime) -> None:
    rows = "".join(f"{n};Name{n};{'rot' if n % 3 else 'blau'}\n" for n in range(100, 112))
    import_run = begin("Kundennummer;Nachname;Farbe\n" + rows, kind="customers")
    table, column = column_of(import_run, "Farbe")
    made = make_field_of_column(table, column, by=mia, at=now)
    assert made.kind == "choice"
    assert made.choice_list is not None
    assert set(made.choice_list.choices.values_list("label", flat=True)) == {"rot", "blau"}
    confirm_import(import_run, by=mia, at=now)
    work_off()
    assert OwnValue.objects.filter(field=made, choice__isnull=False).count() == 12


def test_the_mapping_page_offers_our_fields_and_a_new_one(
    begin: Take, as_mia: Client, fields: dict[str, OwnField], mia: User
) -> None:
    import_run = begin(LIST.replace("Nett", "Treue"), source="Shop", kind="customers")
    page = reverse("import", args=[import_run.public_id])
    text = as_mia.get(page).content.decode()
    assert 'value="own:decimal:schuhgroesse" selected' in text
    assert f'value="{NEW}"' in text
    _table, column = column_of(import_run, "Treue")
    as_mia.post(reverse("import_mapping", args=[import_run.public_id]), {f"t0_{column}": NEW})
    assert OwnField.objects.get(label="Treue").kind == "yes_no"
    assert "own:yes_no:treue" in as_mia.get(page).content.decode()


@pytest.mark.parametrize("field", ["own:date:nobody", "own:nonsense:nett", "own:", "own:yes_no:"])  # fmt: skip
def test_a_field_that_there_is_not_gets_no_column(
    field: str, begin: Take, as_mia: Client, fields: dict[str, OwnField]
) -> None:
    import_run = begin(LIST, source="Shop", kind="customers")
    _table, column = column_of(import_run, "Vorname")
    answer = as_mia.post(
        reverse("import_mapping", args=[import_run.public_id]), {f"t0_{column}": field}
    )
    assert answer.status_code in {200, 302, 422}
    proposal = from_json(import_run.tables.get().proposal)
    assert proposal.choice(column).field in {"first_name", None}


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["a@b.example", "c@d.example"], "mail"),
        (["https://a.example", "www.b.example"], "link"),
        (["+43 316 123456", "0316 654321"], "phone"),
        (["1", "2", "3"], "whole"),
        (["€ 1,50", "€ 2,00"], "money"),
        (["007", "008"], "text"),
        (["ja", "nein"], "yes_no"),
        (["rot", "blau"] * 5, "choice"),
        (["a" * 600], "long_text"),
        ([None, None], "text"),
    ],
)
def test_cells_suggest_a_kind(cells: list[str | None], kind: str) -> None:
    import polars as pl  # noqa: PLC0415  # used here alone

    profile = ColumnProfile()
    profile.add(pl.Series("c0", cells, dtype=pl.String))
    assert propose_kind(profile).kind == kind
