"""The pages on which customers are shown and written down: who may, who may not, without JavaScript."""

import json
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.customers.folk import known_from_shop, write_down

from nahbar.core.models import User
from nahbar.customers.models import Customer, Remark
from nahbar.customers.operations.change import change_customer
from nahbar.customers.operations.contact_points import add_contact_point
from nahbar.customers.operations.days import add_day
from nahbar.customers.operations.hand import shown_now
from nahbar.customers.operations.relations import relate, unrelate
from nahbar.customers.operations.remarks import add_remark
from nahbar.customers.operations.tags import tag
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db
NOBODY = "01890000-0000-7000-8000-000000000000"
EDITING = [
    "customer_edit",
    "customer_reach",
    "customer_days",
    "customer_remarks",
    "customer_relations",
    "customer_tags",
]


@pytest.fixture(autouse=True)
def english(firm: Firm) -> None:
    """These tests read the pages in English."""
    Firm.objects.update(language="en")


def page_of(customer: Customer, name: str = "customer") -> str:
    return reverse(name, args=[customer.public_id])


@pytest.mark.parametrize("name", ["customer", "customer_history", *EDITING])
def test_every_page_of_a_customer_opens(as_jonas: Client, anna: Customer, name: str) -> None:
    answer = as_jonas.get(page_of(anna, name))
    assert answer.status_code == 200
    assert "Anna Berger" in answer.text


@pytest.mark.parametrize("name", ["customer", "customer_history", *EDITING])
def test_a_customer_who_is_not_there_is_not_found(as_jonas: Client, name: str) -> None:
    assert as_jonas.get(reverse(name, args=[NOBODY])).status_code == 404


@pytest.mark.parametrize("name", ["customer", "customer_history", *EDITING])
def test_who_is_not_signed_in_is_asked_to(client: Client, anna: Customer, name: str) -> None:
    answer = client.get(page_of(anna, name))
    assert answer.status_code == 302
    assert "login" in answer["Location"]


@pytest.mark.parametrize("name", EDITING)
def test_a_reader_may_not_edit(as_petra: Client, anna: Customer, name: str) -> None:
    assert as_petra.get(page_of(anna, name)).status_code == 403
    assert as_petra.post(page_of(anna, name), {}).status_code in {403, 405}


def test_a_reader_sees_a_customer_without_ways_to_edit(as_petra: Client, anna: Customer) -> None:
    answer = as_petra.get(page_of(anna))
    assert answer.status_code == 200
    assert page_of(anna, "customer_edit") not in answer.text


def test_the_page_says_how_to_address_and_how_they_found_us(
    as_jonas: Client, anna: Customer, mia: User, now: datetime
) -> None:
    change_customer(anna, {"language": "it"}, seen={"language": ""}, by=mia, at=now)
    answer = as_jonas.get(page_of(anna)).text
    assert "Ms Mag. Berger." in answer
    assert "Prefers to speak Italian." in answer
    assert "Found us through: Karin Egger." in answer


def test_the_page_shows_what_is_known_and_who_said_it(
    as_jonas: Client, anna: Customer, bernd: Customer, mia: User, now: datetime
) -> None:
    add_contact_point(anna, "mobile", "0664 1234567", by=mia, at=now)
    add_day(anna, "birthday", day=20, month=12, by=mia, at=now)
    add_remark(anna, "dislikes", "Calls before nine", by=mia, at=now)
    relate(bernd, anna, "works_at", by=mia, at=now)
    tag(anna, "Reading circle", by=mia, at=now)
    answer = as_jonas.get(page_of(anna)).text
    for text in (
        "+43 664 1234567",
        "20 December",
        "Calls before nine",
        "Mia Berger",
        "Reading circle",
    ):
        assert text in answer
    assert "employs" in answer
    assert page_of(bernd) in answer


def test_scripts_in_names_are_shown_and_never_run(as_jonas: Client, now: datetime) -> None:
    evil = write_down(now, last_name="<script>alert(1)</script>", first_name='"><img src=x>')
    for url in (page_of(evil), page_of(evil, "customer_edit"), reverse("customers")):
        answer = as_jonas.get(url).text
        assert "<script>alert(1)" not in answer
        assert "<img src=x" not in answer
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in as_jonas.get(page_of(evil)).text


def test_a_link_that_is_no_page_is_not_followed(
    as_jonas: Client, anna: Customer, mia: User, now: datetime
) -> None:
    add_contact_point(anna, "web", "javascript:alert(1)", by=mia, at=now)
    assert 'href="javascript:' not in as_jonas.get(page_of(anna)).text


def test_somebody_new_is_written_down_by_a_plain_form(as_jonas: Client) -> None:
    sent = {"person_kind": "person", "first_name": "Carla", "last_name": "Huber", "stage": "prospect",
            "phone": "0664 7654321", "found_us": "Radio"}  # fmt: skip
    answer = as_jonas.post(reverse("customer_new"), sent)
    carla = Customer.objects.get(family_name="Huber")
    assert answer.status_code == 302
    assert answer["Location"] == page_of(carla)
    assert carla.contact_points.get().value == "+436647654321"


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"person_kind": "person", "stage": "prospect"},
        {"person_kind": "person", "stage": "prospect", "last_name": "A" * 10_000},
        {"person_kind": "person", "stage": "prospect", "last_name": "A", "email": "nowhere"},
    ],
)
def test_a_bad_answer_comes_back_with_422(as_jonas: Client, sent: dict[str, str]) -> None:
    answer = as_jonas.post(reverse("customer_new"), sent)
    assert answer.status_code == 422
    assert not Customer.objects.exists()


def test_a_reader_writes_nobody_down_here(as_petra: Client) -> None:
    assert as_petra.get(reverse("customer_new")).status_code == 403


def edited(customer: Customer, seen: dict[str, Any], **new: str) -> dict[str, str]:
    """What the browser sends of the form."""
    answers = {**{name: value or "" for name, value in seen.items()}, **new}
    return {**answers, "seen": json.dumps(seen)}


def test_a_change_is_kept(as_jonas: Client, anna: Customer) -> None:
    sent = edited(anna, shown_now(anna), last_name="Egger")
    assert as_jonas.post(page_of(anna, "customer_edit"), sent).status_code == 302
    anna.refresh_from_db()
    assert anna.name == "Anna Egger"


def test_who_comes_second_sees_both_and_may_insist(
    as_jonas: Client, anna: Customer, mia: User, now: datetime
) -> None:
    seen = shown_now(anna)
    change_customer(anna, {"last_name": "Winkler"}, seen=seen, by=mia, at=now)
    answer = as_jonas.post(page_of(anna, "customer_edit"), edited(anna, seen, last_name="Egger"))
    assert answer.status_code == 422
    assert "Winkler" in answer.text
    assert 'value="Egger"' in answer.text
    insisting = edited(anna, {**seen, "last_name": "Winkler"}, last_name="Egger")
    assert as_jonas.post(page_of(anna, "customer_edit"), insisting).status_code == 302
    anna.refresh_from_db()
    assert anna.family_name == "Egger"


def test_what_was_seen_cannot_be_forged_into_an_error(as_jonas: Client, anna: Customer) -> None:
    for seen in ("", "[]", "nonsense", '{"last_name": 7, "stage": ["x"]}'):
        sent = {**edited(anna, shown_now(anna), last_name="Egger"), "seen": seen}
        assert as_jonas.post(page_of(anna, "customer_edit"), sent).status_code == 422


def test_a_remark_is_added_and_ended(as_jonas: Client, jonas: User, anna: Customer) -> None:
    page = page_of(anna, "customer_remarks")
    assert as_jonas.post(page, {"kind": "likes", "text": "Tea"}).status_code == 302
    remark = Remark.objects.get()
    assert (remark.text, remark.by) == ("Tea", jonas)
    end = reverse("remark_end", args=[anna.public_id, remark.pk])
    assert as_jonas.get(end).status_code == 405
    assert as_jonas.post(end).status_code == 302
    assert "Tea" not in as_jonas.get(page_of(anna)).text


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("customer_contact_points", {"contact-kind": "email", "contact-value": "nowhere"}),
        ("customer_addresses", {"address-country": "AT"}),
        ("customer_days", {"kind": "birthday", "day": "31", "month": "2"}),
        ("customer_remarks", {"kind": "likes", "text": "x" * 2_001}),
        ("customer_relations", {"kind": "works_at", "other": "Nobody Anywhere"}),
        ("customer_tags", {"name": ""}),
    ],
)
def test_each_small_form_comes_back_with_what_was_wrong(
    as_jonas: Client, anna: Customer, name: str, sent: dict[str, str]
) -> None:
    answer = as_jonas.post(page_of(anna, name), sent)
    assert answer.status_code == 422
    assert 'class="error"' in answer.text or 'role="alert"' in answer.text


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("customer_contact_points", {"contact-kind": "phone", "contact-value": "0664 1234567"}),
        ("customer_addresses", {"address-city": "Graz", "address-country": "AT"}),
        ("customer_days", {"kind": "birthday", "day": "28", "month": "2", "year": ""}),
        ("customer_tags", {"name": "Reading circle"}),
    ],
)
def test_each_small_form_adds(
    as_jonas: Client, anna: Customer, name: str, sent: dict[str, str]
) -> None:
    assert as_jonas.post(page_of(anna, name), sent).status_code == 302


def test_another_customers_things_are_not_reached_through_this_one(
    as_jonas: Client, anna: Customer, bernd: Customer, mia: User, now: datetime
) -> None:
    remark = add_remark(bernd, "likes", "Coffee", by=mia, at=now)
    end = reverse("remark_end", args=[anna.public_id, remark.pk])
    assert as_jonas.post(end).status_code == 404


def test_a_relation_to_the_one_who_fits_needs_no_asking(
    as_jonas: Client, anna: Customer, bernd: Customer
) -> None:
    sent = {"kind": "back:sent_by", "other": "moser"}
    assert as_jonas.post(page_of(anna, "customer_relations"), sent).status_code == 302
    assert bernd.relations.get().target == anna


def test_where_several_fit_it_is_asked_whom_is_meant(
    as_jonas: Client, anna: Customer, bernd: Customer, now: datetime
) -> None:
    write_down(now, first_name="Berta", last_name="Moser")
    page, sent = page_of(anna, "customer_relations"), {"kind": "married_to", "other": "Moser"}
    asked = as_jonas.post(page, sent)
    assert asked.status_code == 200
    assert str(bernd.public_id) in asked.text
    assert 'class="error"' not in asked.text
    unanswered = as_jonas.post(page, {**sent, "asked": "yes"})
    assert unanswered.status_code == 422
    assert "Please choose one." in unanswered.text
    assert as_jonas.post(page, {**sent, "chosen": str(bernd.public_id)}).status_code == 302
    assert anna.relations.get().target == bernd


def test_history_tells_who_changed_what(
    as_petra: Client, anna: Customer, mia: User, now: datetime
) -> None:
    change_customer(anna, {"title": "Dr."}, seen={"title": "Mag."}, by=mia, at=now)
    answer = as_petra.get(page_of(anna, "customer_history")).text
    assert "Mia Berger: changed" in answer
    assert "<del>Mag.</del> → <ins>Dr.</ins>" in answer


def test_history_speaks_in_words_not_in_codes(
    as_petra: Client, anna: Customer, bernd: Customer, mia: User, now: datetime
) -> None:
    unrelate(relate(anna, bernd, "works_at", by=mia, at=now), by=mia, at=now)
    add_remark(anna, "good_to_know", "Rings twice", by=mia, at=now)
    answer = as_petra.get(page_of(anna, "customer_history")).text
    assert "<del>works at Bernd Moser</del>" in answer
    assert "<ins>Good to know</ins>" in answer


def test_the_page_asks_as_often_whatever_it_shows(
    as_jonas: Client, anna: Customer, mia: User, now: datetime, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for more in range(2):
        for number in range(1 + 9 * more):
            add_remark(anna, "likes", f"Tea {more} {number}", by=mia, at=now)
            add_contact_point(anna, "email", f"anna{more}{number}@example.at", by=mia, at=now)
            relate(
                anna,
                write_down(now, last_name=f"Other {more} {number}"),
                "influences",
                by=mia,
                at=now,
            )
        with django_assert_max_num_queries(40) as captured:
            as_jonas.get(page_of(anna))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_customer_without_a_name_goes_by_the_number(as_jonas: Client, now: datetime) -> None:
    nameless = known_from_shop(now, "12345")
    assert "Customer 12345" in as_jonas.get(page_of(nameless)).text
