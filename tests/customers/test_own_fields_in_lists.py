"""What our own fields say on the list, in the file, and for machines."""

import csv
import io
import json
from datetime import datetime

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from tests.customers.folk import write_down
from tests.customers.own import Define, Fill

from nahbar.core.actors import THE_HOUSE
from nahbar.customers.export import HEADERS, csv_parts, customer_frames
from nahbar.customers.models import Customer
from nahbar.customers.own_fields.search_texts import own_values
from nahbar.desk.customer_sheet import customer_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(define: Define, fill: Fill, now: datetime) -> dict[str, Customer]:
    """Four people with what there is to filter by."""
    define("Hobby")
    define("Size", "decimal")
    define("Bought on", "date")
    define("Colours", "choices", words=["red", "blue"])
    define("Nice", "yes_no")
    people = {name: write_down(now, first_name=name, last_name="Novak") for name in "ABCD"}
    fill(
        people["A"],
        hobby="Chess club",
        size="36,5",
        bought_on="1.3.2026",
        colours="red; blue",
        nice="yes",
    )
    fill(people["B"], hobby="Bowling", size="40", bought_on="2.3.2026", colours="blue", nice="no")
    fill(people["C"], hobby="chess", size="44", colours="red")
    return people


def test_the_list_shows_the_fields_it_is_told_to(
    define: Define, fill: Fill, anna: Customer, as_jonas: Client
) -> None:
    define("Hobby", on_list=True)
    define("Secret", on_list=False)
    fill(anna, hobby="Chess " * 40, secret="unheard of")
    text = as_jonas.get(reverse("customers")).content.decode()
    assert "Hobby: Chess Chess" in text
    assert "unheard of" not in text


def test_the_file_carries_own_fields_behind_the_others(
    town: dict[str, Customer], define: Define, fill: Fill, now: datetime
) -> None:
    fill(town["D"], hobby="=cmd()", size="-1.234,5")
    frames = customer_frames(by=THE_HOUSE, at=now, kind="csv")
    rows = list(csv.reader(io.StringIO(b"".join(csv_parts(frames)).decode())))
    own = ["own_hobby", "own_size", "own_bought_on", "own_colours", "own_nice"]
    assert rows[0] == [*HEADERS, *own]
    told = {row[HEADERS.index("first_name")]: row[len(HEADERS) :] for row in rows[1:]}
    assert told["A"] == ["Chess club", "36.5", "2026-03-01", "red; blue", "yes"]
    assert told["C"] == ["chess", "44", "", "red", ""]
    assert told["D"] == ["'=cmd()", "-1234.5", "", "", ""]


def test_what_machines_are_shown(town: dict[str, Customer]) -> None:
    sheet = customer_sheet(town["A"], by=THE_HOUSE, entries=0)
    own = {one["key"]: one for one in json.loads(json.dumps(sheet["customer"]["own_fields"]))}
    assert own["size"] == {
        "key": "size", "label": "Size", "kind": "decimal", "value": "36.5", "text": "36,5",
    }  # fmt: skip
    assert own["colours"]["value"] == "red, blue"


def test_texts_and_choices_are_searched(town: dict[str, Customer]) -> None:
    found = own_values(np.array([town["A"].pk, town["D"].pk], dtype=np.int64))
    assert sorted(found["text"]) == ["Chess club", "blue", "red"]
