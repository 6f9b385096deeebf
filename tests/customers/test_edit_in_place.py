"""Values edited where they stand: with htmx one piece comes back, without it the small pages do."""

import json
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.customers.folk import write_down

from nahbar.core.models import LedgerEntry, User
from nahbar.customers.editing import DOING
from nahbar.customers.models import Customer
from nahbar.customers.operations.addresses import add_address
from nahbar.customers.operations.change import change_customer
from nahbar.customers.operations.contact_points import add_contact_point, end_contact_point
from nahbar.customers.operations.hand import shown_now
from nahbar.customers.operations.relations import relate
from nahbar.customers.operations.remarks import add_remark
from nahbar.customers.operations.tags import tag
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
NEW = {
    "tag": "head:tag-new",
    "point": "reach:point-new",
    "address": "reach:address-new",
    "day": "days:day-new",
    "remark": "remarks:remark-new",
    "relation": "relations:relation-new",
}


@pytest.fixture(autouse=True)
def english(firm: Firm) -> None:
    """These tests read the pages in English."""
    Firm.objects.update(language="en")


def spot(customer: Customer, where: str) -> str:
    piece, _colon, name = where.partition(":")
    return reverse("customer_spot", args=[customer.public_id, piece, name])


def send(client: Client, customer: Customer, where: str, **sent: Any) -> Any:
    return client.post(spot(customer, where), sent, headers=HTMX)


def seen(customer: Customer, *names: str) -> str:
    return json.dumps({name: shown_now(customer)[name] for name in names})


SPOTS = [NEW.get(kind, f"{piece}:{kind}") for piece, kinds in DOING.items() for kind in kinds]


@pytest.mark.parametrize("where", SPOTS)
def test_every_spot_opens_where_it_stands(as_jonas: Client, anna: Customer, where: str) -> None:
    answer = as_jonas.get(spot(anna, where), headers=HTMX)
    assert answer.status_code == 200
    assert answer.text.count("data-inplace") == 1
    assert f'id="piece-{where.partition(":")[0]}"' in answer.text
    assert "autofocus" in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize("where", SPOTS)
def test_without_javascript_a_spot_leads_to_its_page(
    as_jonas: Client, anna: Customer, where: str
) -> None:
    answer = as_jonas.get(spot(anna, where))
    assert answer.status_code == 302
    assert as_jonas.get(answer["Location"]).status_code == 200


def test_a_field_is_saved_and_its_piece_comes_back_with_the_way_back(
    as_jonas: Client, anna: Customer
) -> None:
    answer = send(as_jonas, anna, "head:found_us", found_us="Radio", seen=seen(anna, "found_us"))
    anna.refresh_from_db()
    assert (answer.status_code, anna.found_us) == (200, "Radio")
    assert "Found us through: Radio." in answer.text
    assert 'id="head-found_us"' in answer.text
    entry = LedgerEntry.objects.latest("pk")
    undo = reverse("change_undo", args=[anna.public_id, entry.pk])
    assert undo in answer.text
    back = as_jonas.post(undo, headers=HTMX)
    anna.refresh_from_db()
    assert anna.found_us == "Karin Egger"
    assert 'hx-swap-oob="outerHTML"' in back.text
    assert "Karin Egger" in back.text
    again = as_jonas.post(undo, headers=HTMX)
    assert "Somebody has changed this since. Now it says: Karin Egger" in again.text


def test_without_javascript_a_saved_spot_leads_back_with_the_way_back(
    as_jonas: Client, anna: Customer
) -> None:
    sent = {"found_us": "Radio", "seen": seen(anna, "found_us")}
    answer = as_jonas.post(spot(anna, "head:found_us"), sent, follow=True)
    undo = reverse("change_undo", args=[anna.public_id, LedgerEntry.objects.latest("pk").pk])
    assert undo in answer.text
    assert as_jonas.post(undo).status_code == 302
    anna.refresh_from_db()
    assert anna.found_us == "Karin Egger"


def test_only_what_was_asked_for_is_changed(as_jonas: Client, anna: Customer) -> None:
    forged = {"last_name": "Hacked", "public_id": "x", "cared_for_by": "1", "stage": "former"}
    all_seen = json.dumps(shown_now(anna))
    send(as_jonas, anna, "head:found_us", found_us="Radio", seen=all_seen, **forged)
    anna.refresh_from_db()
    assert (anna.found_us, anna.family_name, anna.stage) == ("Radio", "Berger", "customer")


def test_who_comes_second_sees_both_and_loses_nothing(
    as_jonas: Client, anna: Customer, mia: User, now: datetime
) -> None:
    before = seen(anna, "found_us")
    change_customer(anna, {"found_us": "Newspaper"}, seen=shown_now(anna), by=mia, at=now)
    answer = send(as_jonas, anna, "head:found_us", found_us="Radio", seen=before)
    assert answer.status_code == 422
    assert "Newspaper" in answer.text
    assert 'value="Radio"' in answer.text
    insisting = json.dumps({"found_us": "Newspaper"})
    assert (
        send(as_jonas, anna, "head:found_us", found_us="Radio", seen=insisting).status_code == 200
    )
    anna.refresh_from_db()
    assert anna.found_us == "Radio"


def test_a_number_is_corrected_where_it_stands(
    as_jonas: Client, anna: Customer, mia: User, now: datetime
) -> None:
    wrong = add_contact_point(anna, "mobile", "0664 1234567", by=mia, at=now)
    where = f"reach:point-{wrong.pk}"
    sent = {"contact-kind": "mobile", "contact-value": "0664 7654321", "contact-use": ""}
    answer = send(as_jonas, anna, where, **sent)
    assert answer.status_code == 200
    assert "+43 664 7654321" in answer.text
    assert 'id="head-ways"' in answer.text
    assert anna.contact_points.get(valid_until=None).value == "+436647654321"


def test_a_row_that_ended_meanwhile_is_told_and_saved_beside_on_asking(
    as_jonas: Client, anna: Customer, mia: User, now: datetime
) -> None:
    point = add_contact_point(anna, "mobile", "0664 1234567", by=mia, at=now)
    end_contact_point(point, by=mia, at=now)
    where = f"reach:point-{point.pk}"
    sent = {"contact-kind": "mobile", "contact-value": "0664 7654321"}
    answer = send(as_jonas, anna, where, **sent)
    assert answer.status_code == 422
    assert "Somebody else has changed or ended this" in answer.text
    assert "0664 7654321" in answer.text


def test_what_an_address_form_does_not_ask_about_stays(
    as_jonas: Client, anna: Customer, mia: User, now: datetime
) -> None:
    fields = {"street": "Ring 1", "city": "Graz", "region": "Steiermark", "country": "AT"}
    home = add_address(anna, fields, by=mia, at=now)
    sent = {"address-street": "Ring 2", "address-city": "Graz", "address-country": "AT"}
    send(as_jonas, anna, f"reach:address-{home.pk}", **sent)
    moved = anna.addresses.get(valid_until=None)
    assert (moved.street, moved.region) == ("Ring 2", "Steiermark")


def test_sent_twice_is_saved_once(as_jonas: Client, anna: Customer) -> None:
    sent = {"kind": "birthday", "day": "3", "month": "4", "year": "", "label": ""}
    for _ in range(2):
        assert send(as_jonas, anna, "days:day-new", **sent).status_code == 200
    assert anna.days.count() == 1


def test_a_word_and_a_relation_come_and_go(
    as_jonas: Client, anna: Customer, bernd: Customer, mia: User, now: datetime
) -> None:
    assert "Stammgast" in send(as_jonas, anna, "head:tag-new", name="Stammgast").text
    word = anna.tags.get()
    send(as_jonas, anna, f"head:tag-{word.pk}", end="yes")
    assert not anna.tags.exists()
    sent = {"kind": "back:works_at", "other": "Bernd Moser"}
    assert "employs" in send(as_jonas, anna, "relations:relation-new", **sent).text
    relation = bernd.relations.get()
    undone = as_jonas.post(
        reverse("change_undo", args=[anna.public_id, LedgerEntry.objects.latest("pk").pk]),
        headers=HTMX,
    )
    assert undone.status_code == 200
    assert not bernd.relations.filter(pk=relation.pk).exists()


@pytest.mark.parametrize(
    "where",
    ["head:nothing", "nowhere:name", "head:name-7", "reach:point-x", "reach:point-", "days:day-0",
     "remarks:remark-" + "9" * 30, "head:tag-1; DROP", "reach:point-999"],
)  # fmt: skip
def test_a_spot_that_is_not_there_is_not_found(
    as_jonas: Client, anna: Customer, where: str
) -> None:
    assert as_jonas.get(spot(anna, where), headers=HTMX).status_code == 404
    assert send(as_jonas, anna, where, end="yes").status_code == 404


def test_what_belongs_to_somebody_else_is_not_found(
    as_jonas: Client, anna: Customer, bernd: Customer, mia: User, now: datetime
) -> None:
    who = {"by": mia, "at": now}
    theirs = [
        f"reach:point-{add_contact_point(bernd, 'phone', '0664 1234567', **who).pk}",
        f"reach:address-{add_address(bernd, {'city': 'Graz'}, **who).pk}",
        f"remarks:remark-{add_remark(bernd, 'likes', 'Tea', **who).pk}",
        f"head:tag-{tag(bernd, 'Stammgast', **who).pk}",
    ]
    carla = write_down(now, last_name="Huber")
    theirs.append(f"relations:relation-{relate(bernd, carla, 'works_at', **who).pk}")
    entry = LedgerEntry.objects.latest("pk")
    for where in theirs:
        assert send(as_jonas, anna, where, end="yes").status_code == 404, where
    undo = reverse("change_undo", args=[anna.public_id, entry.pk])
    assert as_jonas.post(undo).status_code == 404


@pytest.mark.parametrize("where", SPOTS)
def test_a_reader_reads_and_opens_nothing(as_petra: Client, anna: Customer, where: str) -> None:
    assert as_petra.get(spot(anna, where), headers=HTMX).status_code == 403
    assert send(as_petra, anna, where, end="yes").status_code == 403
    page = as_petra.get(reverse("customer", args=[anna.public_id])).text
    assert "data-spot" not in page


def test_without_its_secret_a_form_is_not_taken(jonas: User, anna: Customer) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(jonas)
    sent = {"found_us": "Radio", "seen": seen(anna, "found_us")}
    assert strict.post(spot(anna, "head:found_us"), sent, headers=HTMX).status_code == 403


EVIL = [
    "<script>alert(1)</script>",
    "Anna\u202egnp.exe",
    "A\u200bnna",
    "👩🏽‍🚀 Anna",
    "=1+1",
    "' OR 1=1",
]


@pytest.mark.parametrize("name", EVIL)
def test_odd_names_are_shown_harmlessly(as_jonas: Client, anna: Customer, name: str) -> None:
    names = ("person_kind", "first_name", "last_name", "organisation")
    sent = {"person_kind": "person", "first_name": name, "last_name": "Berger"}
    answer = send(as_jonas, anna, "head:name", seen=seen(anna, *names), **sent)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "\u202e" not in answer.text


def test_a_name_of_ten_thousand_letters_is_refused_with_what_was_typed(
    as_jonas: Client, anna: Customer
) -> None:
    names = ("person_kind", "first_name", "last_name", "organisation")
    answer = send(as_jonas, anna, "head:name", seen=seen(anna, *names), first_name="A" * 10_000)
    assert answer.status_code == 422
    assert "A" * 10_000 in answer.text


def test_behind_a_field_stands_who_said_and_changed_it(
    as_petra: Client, anna: Customer, mia: User, now: datetime
) -> None:
    change_customer(anna, {"found_us": "Radio"}, seen=shown_now(anna), by=mia, at=now)
    change_customer(anna, {"stage": "former"}, seen=shown_now(anna), by=mia, at=now)
    url = reverse("customer_field", args=[anna.public_id, "found_us"])
    page = as_petra.get(url).text
    for text in ("Mia Berger", "Karin Egger", "Radio", "by hand"):
        assert text in page
    assert "Former" not in page
    assert "<html" not in as_petra.get(url, headers=HTMX).text
    nothing = reverse("customer_field", args=[anna.public_id, "password"])
    assert as_petra.get(nothing).status_code == 404


@pytest.mark.parametrize("field", ["points", "addresses", "days", "remarks", "tags", "relations",
                                   "picture", "name", "spoken", "carer", "since", "last_name"])  # fmt: skip
def test_behind_every_field_there_is_a_page(as_petra: Client, anna: Customer, field: str) -> None:
    url = reverse("customer_field", args=[anna.public_id, field])
    assert as_petra.get(url).status_code == 200


def test_history_asks_as_often_whatever_there_is(
    as_petra: Client, anna: Customer, mia: User, now: datetime, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        add_remark(anna, "likes", f"Tea {number}", by=mia, at=now)
    url = reverse("customer_field", args=[anna.public_id, "remarks"])
    with django_assert_max_num_queries(12):
        as_petra.get(url)
