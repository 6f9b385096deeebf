"""Names in any script are folded, filed, found and told apart."""

import importlib
from datetime import datetime

import polars as pl
import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st
from tests.customers.folk import write_down

from nahbar.core.folded_columns import fold_column
from nahbar.core.folding import fold
from nahbar.customers.folding import look_alike
from nahbar.customers.models import Customer
from nahbar.customers.paging import page_by_name
from nahbar.team.models import Firm

# Latin with its additions, Greek, Cyrillic, Armenian, Hebrew, Arabic, Devanagari, Thai, Georgian,
# kana, Han, Hangul.
SCRIPTS = [(0x41, 0x17F), (0x370, 0x3FF), (0x400, 0x4FF), (0x531, 0x587), (0x5D0, 0x5EA),
           (0x620, 0x64A), (0x904, 0x939), (0xE01, 0xE30), (0x10D0, 0x10F0), (0x3041, 0x3096),
           (0x30A1, 0x30FA), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0x1E00, 0x1EFF)]  # fmt: skip
LETTERS = st.one_of(
    st.characters(min_codepoint=first, max_codepoint=last, categories=["Lu", "Ll", "Lo"])
    for first, last in SCRIPTS
)
ASSIGNED = st.characters(categories=["L", "N", "M", "P", "Z", "S"])


@given(st.text(alphabet=LETTERS, min_size=1))
def test_no_name_folds_to_nothing(name: str) -> None:
    assert fold(name)


@given(st.lists(st.text(alphabet=st.one_of(LETTERS, ASSIGNED)), min_size=1))
def test_a_column_is_folded_as_each_of_its_names(names: list[str]) -> None:
    column = pl.DataFrame({"name": names}).select(fold_column(pl.col("name")))["name"]
    assert column.to_list() == [fold(name) for name in names]


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Иван Петров", "иван петров"),
        ("Đorđević", "dordevic"),
        ("Işık", "isik"),
        ("Ελένη ΠΑΠΠΑΣ", "ελενη παππασ"),
        ("Müller-Lüdenscheidt", "mueller luedenscheidt"),
        ("山田 太郎", "山田 太郎"),
    ],
)
def test_names_keep_their_letters_and_lose_their_marks(name: str, folded: str) -> None:
    assert fold(name) == folded


def test_two_people_in_another_script_are_not_taken_for_one() -> None:
    assert not look_alike("Иван Петров", "Ольга Смирнова")
    assert look_alike("Иван Петров", "Петров")


def test_somebody_in_another_script_is_found_and_filed(firm: Firm, now: datetime) -> None:
    ivan = write_down(now, first_name="Иван", last_name="Петров")
    write_down(now, first_name="Ольга", last_name="Смирнова")
    assert ivan.sort_key == "петров иван"
    found = page_by_name(Customer.objects.all(), "ПЕТ").customers
    assert [one.name for one in found] == ["Иван Петров"]


def test_who_was_written_down_before_is_filed_anew(firm: Firm, now: datetime) -> None:
    ivan = write_down(now, first_name="Иван", last_name="Петров")
    anna = write_down(now, first_name="Anna", last_name="Berger")
    Customer.objects.filter(pk=ivan.pk).update(sort_key="")
    importlib.import_module("nahbar.customers.migrations.0003_fold_anew").file_anew(apps, None)
    filed = dict(Customer.objects.values_list("pk", "sort_key"))
    assert filed == {ivan.pk: "петров иван", anna.pk: "berger anna"}


@pytest.mark.django_db
def test_an_empty_house_has_nobody_to_file_anew() -> None:
    importlib.import_module("nahbar.customers.migrations.0003_fold_anew").file_anew(apps, None)
    assert not Customer.objects.exists()
