"""Full names come apart as a German-speaking reader would take them apart."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nahbar.intake.mapping.people import NameParts, read_full_names, split_name


@pytest.mark.parametrize(
    ("name", "title", "first", "last", "suffix"),
    [
        ("Dr. Anna-Maria von der Heide", "Dr.", "Anna-Maria", "von der Heide", None),
        ("Mag. (FH) Herbert Thaler MBA", "Mag. (FH)", "Herbert", "Thaler", "MBA"),
        ("Huber, Karl", None, "Karl", "Huber", None),
        ("von der Heide, Dr. Anna", "Dr.", "Anna", "von der Heide", None),
        ("Karl Huber, MBA", None, "Karl", "Huber", "MBA"),
        ("Dipl.-Ing. Dr. techn. Karl Huber", "Dipl.-Ing. Dr. techn.", "Karl", "Huber", None),
        ("Univ.-Prof. Dr. Anna Berger", "Univ.-Prof. Dr.", "Anna", "Berger", None),
        ("DI (FH) Peter Gruber", "DI (FH)", "Peter", "Gruber", None),
        ("Hans Peter Huber", None, "Hans Peter", "Huber", None),
        ("Karl-Heinz Huber jun.", None, "Karl-Heinz", "Huber", "jun."),
        ("Maria de la Cruz", None, "Maria", "de la Cruz", None),
        ("Max Ma", None, "Max", "Ma", None),
        ("Karl Mag", None, "Karl", "Mag", None),
        ("Eva Bank", None, "Eva", "Bank", None),
        ("Co Nguyen", None, "Co", "Nguyen", None),
        ("Madonna", None, None, "Madonna", None),
    ],
)
def test_a_persons_name_comes_apart(name, title, first, last, suffix):
    assert split_name(name) == NameParts(None, title, first, last, suffix, None, "person")


def test_salutations_in_front_of_a_name_are_codes():
    assert split_name("Frau Dr. med. univ. Eva Müller")[:4] == (
        "ms",
        "Dr. med. univ.",
        "Eva",
        "Müller",
    )
    assert split_name("Familie Moser") == NameParts(
        "family", last_name="Moser", person_kind="household"
    )
    assert split_name("Herr und Frau Huber").person_kind == "household"


@pytest.mark.parametrize(
    "name",
    ["Autohaus Berger GmbH", "Müller & Söhne KG", "Huber GmbH & Co. KG", "Berger e.U.", "ACME Inc.",
     "John Smith Ltd", "Verein der Freunde", "Sportverein Hall", "Peter AG", "Hans Huber e. K.",
     "Ges.m.b.H. Huber Bau Ges.m.b.H.", "Freiwillige Feuerwehr Wels"],
)  # fmt: skip
def test_a_firm_is_known_by_its_legal_form_or_trade(name):
    parts = split_name(name)
    assert (parts.organisation, parts.person_kind) == (name, "organisation")


def test_a_column_may_write_the_family_name_first():
    read = read_full_names(pl.Series("raw", ["Huber Karl", "von Berg Anna"]), family_first=True)
    assert read.select("first_name", "last_name").rows() == [
        ("Karl", "Huber"),
        ("Anna", "von Berg"),
    ]


def test_names_without_a_letter_and_endless_names_are_bad():
    read = read_full_names(pl.Series("raw", ["12 34", "a" * 201, "nan"]))
    assert read["code"].to_list() == ["name_unreadable", "name_too_long", None]
    assert read["last_name"].null_count() == 3


WORDS = st.sampled_from(
    [
        "Karl",
        "Anna",
        "Huber",
        "Berger",
        "Dr.",
        "Mag.",
        "von",
        "der",
        "GmbH",
        "MBA",
        "Familie",
        "Herr",
        "Bank",
        "Ma",
        "Eva-Maria",
        "O'Brien",
        ",",
        "&",
        "12",
        "KG",
    ]
)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=5).map(" ".join), min_size=1, max_size=10))
def test_the_quick_way_for_names_agrees_with_the_slow_one(names):
    read = read_full_names(pl.Series("raw", names))
    for name, row in zip(names, read.to_dicts(), strict=True):
        if row["code"] is None and row["value"] is not None:
            parts = split_name(row["value"])._asdict()
            assert {part: row[part] for part in parts} == parts, name
