"""Things on pages: on the customer's own, on one of theirs, and the row that becomes a form."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nahbar.circulation.models import Thing
from nahbar.circulation.operations.things import add_thing, change_thing, end_thing
from nahbar.core.models import User
from nahbar.customers.models import Customer

pytestmark = pytest.mark.django_db
NOBODY = "01890000-0000-7000-8000-000000000000"
HTMX = {"HTTP_HX_REQUEST": "true"}


def page_of(customer: Customer) -> str:
    return reverse("customer", args=[customer.public_id])


def form_of(thing: Thing, **other: Any) -> dict[str, Any]:
    told = {"name": thing.name, "kind": thing.kind, "mark": thing.mark, "holding": "owned"}
    return {**told, "seen": thing.version, **other}


def test_the_customer_s_page_shows_what_they_drive(as_petra: Client, car: Thing) -> None:
    page = as_petra.get(page_of(car.customer)).text
    assert "What they have" in page
    assert "Tavaro Linea" in page
    assert "G-412 BT" in page
    assert reverse("thing", args=[car.public_id]) not in page


def test_whoever_writes_finds_the_way_in(as_jonas: Client, anna: Customer, car: Thing) -> None:
    page = as_jonas.get(page_of(anna)).text
    assert reverse("customer_things", args=[anna.public_id]) in page
    assert reverse("thing", args=[car.public_id]) in page


def test_what_should_be_back_is_marked(
    as_petra: Client, anna: Customer, jonas: User, now: datetime
) -> None:
    lent = {"name": "Ladder", "holding": "lent", "until": date(2020, 3, 2)}
    add_thing(anna, lent, by=jonas, at=now)
    assert "should be back since" in as_petra.get(page_of(anna)).text


def test_something_is_noted_without_javascript(as_jonas: Client, anna: Customer) -> None:
    url = reverse("customer_things", args=[anna.public_id])
    assert "datalist" in as_jonas.get(url).text
    sent = {"name": "Kitchen", "kind": "Kitchen", "holding": "owned", "since": "2019-04-01"}
    assert as_jonas.post(url, sent)["Location"] == page_of(anna)
    assert Thing.objects.get().since == date(2019, 4, 1)


def test_a_wrong_answer_keeps_what_was_typed(as_jonas: Client, anna: Customer) -> None:
    url = reverse("customer_things", args=[anna.public_id])
    answer = as_jonas.post(url, {"name": "", "mark": "G 1", "holding": "owned"})
    assert answer.status_code == 422
    assert 'value="G 1"' in answer.text
    assert not Thing.objects.exists()


def test_a_row_becomes_its_form_and_a_row_again(as_jonas: Client, car: Thing) -> None:
    url = reverse("thing", args=[car.public_id])
    form = as_jonas.get(url, **HTMX).text
    assert form.lstrip().startswith("<li")
    assert 'value="Tavaro Linea"' in form
    row = as_jonas.post(url, form_of(car, name="Tavaro Volta"), **HTMX).text
    assert row.lstrip().startswith("<li")
    assert "Tavaro Volta" in row
    assert "<form" not in row
    assert "Tavaro Volta" in as_jonas.get(reverse("thing_row", args=[car.public_id])).text


def test_a_page_of_its_own_does_the_same(as_jonas: Client, car: Thing) -> None:
    url = reverse("thing", args=[car.public_id])
    assert "Anna Berger" in as_jonas.get(url).text
    assert as_jonas.post(url, form_of(car, note="Winter tyres with us")).status_code == 302
    assert Thing.objects.get().note == "Winter tyres with us"


def test_two_who_change_at_once_lose_nothing(
    as_jonas: Client, car: Thing, mia: User, now: datetime
) -> None:
    url, late = reverse("thing", args=[car.public_id]), form_of(car, name="Tavaro Terra")
    change_thing(car, {"name": "Tavaro Volta"}, seen=1, by=mia, at=now)
    answer = as_jonas.post(url, late)
    assert answer.status_code == 422
    assert Thing.objects.get().name == "Tavaro Volta"
    assert 'value="2"' in answer.text
    assert as_jonas.post(url, {**late, "seen": 2}).status_code == 302
    assert Thing.objects.get().name == "Tavaro Terra"


def test_it_goes_and_comes_back_by_one_tap(as_jonas: Client, car: Thing, anna: Customer) -> None:
    as_jonas.post(reverse("thing_end", args=[car.public_id]))
    assert Thing.objects.get().ended_on is not None
    assert "What they had" in as_jonas.get(page_of(anna)).text
    as_jonas.post(reverse("thing_return", args=[car.public_id]))
    assert Thing.objects.get().ended_on is None


@pytest.mark.parametrize("name", ["thing", "thing_row", "thing_end", "thing_return"])
def test_what_is_not_there_is_not_found(as_jonas: Client, name: str) -> None:
    url = reverse(name, args=[NOBODY])
    assert 404 in {as_jonas.get(url).status_code, as_jonas.post(url).status_code}


@pytest.mark.parametrize("name", ["thing", "thing_row", "thing_end", "thing_return"])
def test_a_reader_changes_nothing(as_petra: Client, car: Thing, name: str) -> None:
    url = reverse(name, args=[car.public_id])
    assert as_petra.post(url, form_of(car)).status_code in {403, 405}
    assert as_petra.get(url).status_code in {403, 405}


def test_scripts_in_what_they_have_are_shown_and_never_run(
    as_jonas: Client, anna: Customer, jonas: User, now: datetime
) -> None:
    evil = {"name": "<script>alert(1)</script>", "mark": '"><img src=x>', "note": "<b>x</b>"}
    thing = add_thing(anna, evil, by=jonas, at=now)
    for url in (page_of(anna), reverse("thing", args=[thing.public_id])):
        page = as_jonas.get(url).text
        assert "<script>alert(1)" not in page
        assert "<img src=x" not in page


def test_what_changed_is_told_in_words(as_jonas: Client, car: Thing, anna: Customer) -> None:
    as_jonas.post(reverse("thing_end", args=[car.public_id]))
    page = as_jonas.get(reverse("customer_history", args=[anna.public_id])).text
    assert "thing added" in page
    assert "thing no longer theirs" in page
    assert "circulation." not in page


def test_more_things_ask_no_more_queries(
    as_petra: Client,
    anna: Customer,
    jonas: User,
    now: datetime,
    django_assert_max_num_queries: Any,
) -> None:
    counts = []
    for more in range(2):
        for number in range(1 + 8 * more):
            thing = add_thing(anna, {"name": f"Bicycle {more} {number}"}, by=jonas, at=now)
        end_thing(thing, on=date(2026, 3, 2), by=jonas, at=now)
        with django_assert_max_num_queries(40) as captured:
            as_petra.get(page_of(anna))
        counts.append(len(captured))
    assert counts[0] == counts[1]
