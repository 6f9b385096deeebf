"""The list of customers narrowed by our own fields, its columns, the file and the command that carry them."""

import csv
import io
import json
from datetime import datetime
from urllib.parse import quote

import numpy as np
import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.customers.folk import write_down
from tests.customers.own import Define, Fill

from nahbar.core.actors import THE_HOUSE
from nahbar.customers.export import HEADERS, csv_parts, customer_frames
from nahbar.customers.models import Customer, OwnValue
from nahbar.customers.own_fields import narrowing
from nahbar.customers.own_fields.narrowing import How, OwnFilter
from nahbar.customers.own_fields.search_texts import own_values
from nahbar.desk.customer_list import Wanted
from nahbar.desk.customer_sheet import customer_sheet

pytestmark = pytest.mark.django_db


def listed(client: Client, *filters: str, **more: str) -> list[str]:
    """Who stands on the list, in its order."""
    asked = "&".join(
        [*(f"own={quote(each)}" for each in filters), *(f"{k}={v}" for k, v in more.items())]
    )
    answer = client.get(f"{reverse('customers')}?{asked}")
    assert answer.status_code == 200
    text = answer.content.decode()
    names = {c.name: text.find(f">{c.name}<") for c in Customer.objects.all()}
    return sorted(
        (name for name, place in names.items() if place >= 0), key=lambda name: names[name]
    )


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


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("hobby~contains~CHESS", "AC"),
        ("hobby~is~Chess", "C"),
        ("hobby~contains~%", ""),
        ("size~is~36,5", "A"),
        ("size~between~36~40", "AB"),
        ("size~between~~40", "AB"),
        ("size~between~41", "C"),
        ("bought_on~between~2026-03-02~2026-12-31", "B"),
        ("bought_on~is~1.3.2026", "A"),
        ("colours~is~red", "AC"),
        ("nice~is~no", "B"),
        ("bought_on~empty", "CD"),
        ("colours~filled", "ABC"),
    ],
)
@pytest.mark.parametrize("rare", [5_000, 0])
def test_each_comparison_finds_its_people(
    asked: str,
    found: str,
    rare: int,
    town: dict[str, Customer],
    as_jonas: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Rare filters are looked up, common ones asked of each: both find the same."""
    monkeypatch.setattr(narrowing, "RARE", rare)
    assert listed(as_jonas, asked) == [f"{name} Novak" for name in found]


def test_filters_hold_together_and_beside_others(
    town: dict[str, Customer], as_jonas: Client
) -> None:
    assert listed(as_jonas, "colours~is~blue", "hobby~contains~chess") == ["A Novak"]
    assert listed(as_jonas, "colours~is~blue", stage="prospect") == []


@pytest.mark.parametrize(
    "asked",
    ["", "~", "hobby", "hobby~", "nobody~is~x", "hobby~nonsense~x", "size~is~big", "size~contains~1",
     "bought_on~between~a~b", "colours~is~yellow", "colours~is~#99999", "hobby~is~\u0000\u202e", "~~~~~~~~",
     "hobby~is~" + "a" * 10_000, "nice~between~1~2", "size~is~1e400"],
)  # fmt: skip
def test_an_address_that_makes_no_sense_shows_a_list(
    asked: str, town: dict[str, Customer], as_jonas: Client
) -> None:
    listed(as_jonas, asked)


def test_a_value_that_cannot_be_meant_is_told_and_narrows_nothing(
    town: dict[str, Customer], as_jonas: Client
) -> None:
    answer = as_jonas.get(f"{reverse('customers')}?field=size&how=is&value=big").content.decode()
    assert 'role="alert"' in answer
    assert answer.count(" Novak<") == 4


def test_a_filter_is_asked_for_step_by_step(town: dict[str, Customer], as_jonas: Client) -> None:
    form = as_jonas.get(f"{reverse('customers')}?by=colours&stage=customer").content.decode()
    assert 'name="field" value="colours"' in form
    assert '<input type="hidden" name="stage" value="customer">' in form
    sent = as_jonas.get(f"{reverse('customers')}?field=colours&how=is&value=red&stage=customer")
    assert sent.content.decode().count(" Novak<") == 2


@given(key=st.text(min_size=1, max_size=20), value=st.text(min_size=1, max_size=20))
def test_a_filter_in_an_address_reads_back_as_itself(key: str, value: str) -> None:
    one = OwnFilter.of(key, "is", value, "")
    if one is not None:
        assert OwnFilter.parse(str(one)) == one
        query = QueryDict(mutable=True)
        query.appendlist("own", str(one))
        assert Wanted.read(QueryDict(query.urlencode()), sees_value=False).own == (one,)


def test_at_most_a_few_filters_are_read() -> None:
    query = QueryDict("&".join(f"own=f{n}~is~x" for n in range(50)))
    assert len(Wanted.read(query, sees_value=False).own) == narrowing.MOST_FILTERS
    assert OwnFilter.of("f", How.EMPTY, "ignored", "x") == OwnFilter("f", How.EMPTY)


def test_pages_of_a_narrowed_list_follow_each_other(
    define: Define, as_jonas: Client, now: datetime
) -> None:
    field = define("Group")
    people = [write_down(now, last_name=f"P{number:03}") for number in range(60)]
    OwnValue.objects.bulk_create(
        OwnValue(customer=one, field=field, text="x", folded="x") for one in people
    )
    first = listed(as_jonas, "group~is~x")
    assert first == [f"P{number:03}" for number in range(50)]
    after = str(people[49].public_id)
    assert listed(as_jonas, "group~is~x", after=after) == [
        f"P{number:03}" for number in range(50, 60)
    ]


def test_a_narrowed_list_asks_no_more_for_many_than_for_few(
    define: Define, fill: Fill, as_jonas: Client, now: datetime
) -> None:
    define("Hobby", on_list=True)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            listed(as_jonas, "hobby~contains~chess")
        return len(queries)

    fill(write_down(now, last_name="One"), hobby="Chess")
    few = asked()
    for number in range(8):
        fill(write_down(now, last_name=f"N{number}"), hobby="Chess")
    assert asked() == few


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
