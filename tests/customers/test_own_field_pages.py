"""Our own fields on the pages: made, filled in, read, by who may, with as many queries for few as for many."""

import json
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.customers.own import Define, Fill, choice, shown

from nahbar.core.models import User
from nahbar.customers.models import Choice, ChoiceList, Customer, OwnField, Tag
from nahbar.customers.operations.own_fields import retire_field
from nahbar.customers.operations.tags import tag

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"


def page_of(customer: Customer) -> str:
    return reverse("customer", args=[customer.public_id])


def spot_of(customer: Customer, key: str) -> str:
    return reverse("customer_own_field", args=[customer.public_id, key])


def test_a_manager_makes_a_field_that_asks_at_once(
    as_mia: Client, as_jonas: Client, anna: Customer
) -> None:
    answer = as_mia.post(
        reverse("field_new"),
        {
            "label": "Colour",
            "kind": "choice",
            "words": "red\nblue",
            "on_page": "on",
            "on_form": "on",
        },
    )
    assert answer.status_code == 302
    assert "Colour" in as_mia.get(reverse("fields")).content.decode()
    assert "Colour" in as_jonas.get(page_of(anna)).content.decode()
    assert "Colour" in as_jonas.get(reverse("customer_new")).content.decode()


def test_a_field_that_makes_no_sense_comes_back_with_what_was_typed(as_mia: Client) -> None:
    answer = as_mia.post(reverse("field_new"), {"label": "Size", "kind": "whole", "least": "many"})
    assert answer.status_code == 422
    assert 'value="many"' in answer.content.decode()
    assert not OwnField.objects.exists()


def test_a_list_without_its_field_is_not_left_behind(as_mia: Client) -> None:
    form = {"label": "Colour", "kind": "choice", "words": "red", "longest": "-1"}
    assert as_mia.post(reverse("field_new"), form).status_code == 422
    assert not ChoiceList.objects.exists()


def test_who_may_not_make_fields_is_told_so(
    as_jonas: Client, as_petra: Client, define: Define
) -> None:
    define("Hobby")
    for client in (as_jonas, as_petra):
        for address in (reverse("fields"), reverse("field", args=["hobby"]), reverse("tag_words")):
            assert client.get(address).status_code == 403
        assert client.post(reverse("field_retire", args=["hobby"])).status_code == 403


def test_what_nobody_may_send_is_not_read(as_mia: Client, define: Define) -> None:
    field = define("Hobby")
    form = {"label": "Hobby", "key": "other", "kind": "whole", "position": "9", "on_page": "on"}
    assert as_mia.post(reverse("field", args=["hobby"]), form).status_code == 302
    field.refresh_from_db()
    assert (field.key, field.kind, field.position) == ("hobby", "text", 0)


def test_a_value_is_filled_in_without_scripts(
    as_jonas: Client, define: Define, anna: Customer
) -> None:
    field = define("Size", "decimal")
    assert as_jonas.get(spot_of(anna, "size")).status_code == 200
    answer = as_jonas.post(spot_of(anna, "size"), {"own_size": "42,5", "own_seen": '{"size": ""}'})
    assert answer.status_code == 302
    assert shown(anna, field) == "42,5"
    assert "42,5" in as_jonas.get(page_of(anna)).content.decode()
    wrong = as_jonas.post(
        spot_of(anna, "size"), {"own_size": "big", "own_seen": '{"size": "42.5"}'}
    )
    assert wrong.status_code == 422
    assert 'value="big"' in wrong.content.decode()


def test_a_value_is_filled_in_where_it_stands_and_taken_back(
    as_jonas: Client, define: Define, fill: Fill, anna: Customer
) -> None:
    field = define("Hobby")
    fill(anna, hobby="Chess")
    there = {"HX-Request": "true"}
    opened = as_jonas.get(spot_of(anna, "hobby"), headers=there).content.decode()
    assert "<html" not in opened
    assert 'id="piece-own"' in opened
    saved = as_jonas.post(
        spot_of(anna, "hobby"), {"own_hobby": "Go", "own_seen": '{"hobby": "Chess"}'}, headers=there
    ).content.decode()
    assert "Go" in saved
    undo = saved.split('hx-post="')[-1].split('"')[0]
    back = as_jonas.post(undo, headers=there).content.decode()
    assert "Chess" in back
    assert shown(anna, field) == "Chess"


def test_two_browsers_see_both_values(as_jonas: Client, define: Define, anna: Customer) -> None:
    field = define("Hobby")
    first = {"own_hobby": "Chess", "own_seen": json.dumps({"hobby": ""})}
    assert as_jonas.post(spot_of(anna, "hobby"), first).status_code == 302
    second = as_jonas.post(spot_of(anna, "hobby"), {**first, "own_hobby": "Go"})
    assert second.status_code == 422
    text = second.content.decode()
    assert "Chess" in text
    assert 'value="Go"' in text
    seen = json.dumps({"hobby": "Chess"})
    assert (
        as_jonas.post(spot_of(anna, "hobby"), {"own_hobby": "Go", "own_seen": seen}).status_code
        == 302
    )
    assert shown(anna, field) == "Go"


@pytest.mark.parametrize("seen", ["", "{", "[]", '{"hobby": {"a": 1}}', '{"other": "x"}', "null"])
def test_a_form_sent_with_nonsense_does_no_harm(
    seen: str, as_jonas: Client, define: Define, anna: Customer
) -> None:
    define("Hobby")
    answer = as_jonas.post(spot_of(anna, "hobby"), {"own_hobby": "Go", "own_seen": seen})
    assert answer.status_code in {302, 422}


def test_sent_twice_it_is_written_once(as_jonas: Client, define: Define, anna: Customer) -> None:
    define("Hobby")
    form = {"own_hobby": "Chess", "own_seen": '{"hobby": ""}'}
    for _time in range(2):
        assert as_jonas.post(spot_of(anna, "hobby"), form).status_code == 302


def test_scripts_formulas_and_hidden_marks_stay_text(
    as_mia: Client, define: Define, fill: Fill, anna: Customer
) -> None:
    field = define(SCRIPT, help=SCRIPT, on_list=True)
    fill(anna, **{field.key: f"=1+1 {SCRIPT} \u202e"})
    addresses = [page_of(anna), reverse("fields"), reverse("customers"), reverse("customer_new"),
                 reverse("field", args=[field.key]), spot_of(anna, field.key),
                 reverse("customer_history", args=[anna.public_id])]  # fmt: skip
    for address in addresses:
        text = as_mia.get(address).content.decode()
        assert SCRIPT not in text, address
        assert "\u202e" not in text


def test_the_reader_reads_and_does_not_write(
    as_petra: Client, define: Define, fill: Fill, anna: Customer
) -> None:
    define("Hobby")
    define("Pet")
    fill(anna, hobby="Chess")
    text = as_petra.get(page_of(anna)).content.decode()
    assert "Chess" in text
    assert ">Pet<" not in text
    assert as_petra.get(spot_of(anna, "hobby")).status_code == 403
    assert as_petra.post(spot_of(anna, "hobby"), {"own_hobby": "x"}).status_code == 403


def test_a_retired_field_asks_nobody(
    as_jonas: Client, define: Define, fill: Fill, anna: Customer, mia: User, now: datetime
) -> None:
    field = define("Hobby")
    fill(anna, hobby="Chess")
    retire_field(field, by=mia, at=now)
    assert as_jonas.post(spot_of(anna, "hobby"), {"own_hobby": "Go"}).status_code == 404
    assert "Chess" not in as_jonas.get(page_of(anna)).content.decode()


def test_somebody_new_comes_with_own_fields(as_jonas: Client, define: Define) -> None:
    field = define("Colours", "choices", words=["red", "blue"])
    red, blue = (choice(field.choice_list, word) for word in ("red", "blue"))
    form = {"person_kind": "person", "last_name": "Novak", "stage": "prospect"}
    wrong = as_jonas.post(reverse("customer_new"), {**form, "own_colours": ["#999"]})
    assert wrong.status_code == 422
    assert not Customer.objects.exists()
    right = {**form, "own_colours": [f"#{red.pk}", f"#{blue.pk}"]}
    assert as_jonas.post(reverse("customer_new"), right).status_code == 302
    assert shown(Customer.objects.get(), field) == "red, blue"


def test_the_edit_page_saves_both_or_neither(
    as_jonas: Client, define: Define, anna: Customer
) -> None:
    field = define("Size", "whole")
    address = reverse("customer_edit", args=[anna.public_id])
    seen = json.dumps({"first_name": "Anna"})
    base = {"person_kind": "person", "salutation": "ms", "title": "Mag.", "first_name": "Anne",
            "last_name": "Berger", "stage": "customer", "found_us": "Karin Egger"}  # fmt: skip
    wrong = as_jonas.post(
        address, {**base, "seen": seen, "own_size": "big", "own_seen": '{"size": ""}'}
    )
    assert wrong.status_code == 422
    anna.refresh_from_db()
    assert anna.given_name == "Anna"
    right = {**base, "seen": seen, "own_size": "42", "own_seen": '{"size": ""}'}
    assert as_jonas.post(address, right).status_code == 302
    anna.refresh_from_db()
    assert (anna.given_name, shown(anna, field)) == ("Anne", "42")


def test_the_history_speaks_in_names(
    as_jonas: Client, define: Define, fill: Fill, anna: Customer
) -> None:
    define("Favourite colour", "choice", words=["crimson"])
    fill(anna, favourite_colour="crimson")
    text = as_jonas.get(reverse("customer_history", args=[anna.public_id])).content.decode()
    assert "Favourite colour" in text
    assert "crimson" in text
    assert "own_favourite" not in text


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_pages_ask_no_more_for_many_fields_than_for_few(
    as_mia: Client, define: Define, fill: Fill, anna: Customer, bernd: Customer, now: datetime
) -> None:
    define("Colour", "choice", words=["red"], on_list=True)
    define("Hobby", on_list=True)
    fill(anna, colour="red", hobby="Chess")
    addresses = [page_of(anna), reverse("customers"), reverse("fields"), reverse("customer_new"),
                 reverse("customer_edit", args=[anna.public_id])]  # fmt: skip
    before = [queries_of(as_mia, address) for address in addresses]
    for number in range(12):
        define(f"Other {number}", "choices", words=[f"a{number}", f"b{number}"])
        fill(anna, **{f"other_{number}": [f"a{number}", f"b{number}"]})
        fill(bernd, colour="red", hobby="Go")
    assert [queries_of(as_mia, address) for address in addresses] == before


def test_ten_thousand_values_are_written_not_picked(
    as_jonas: Client, as_mia: Client, define: Define, anna: Customer
) -> None:
    field = define("Place", "choice", words=["first"])
    Choice.objects.bulk_create(
        Choice(choice_list=field.choice_list, label=f"Ort {n}", key=f"ort {n}", position=n)
        for n in range(1, 10_000)
    )
    text = as_jonas.get(spot_of(anna, "place")).content.decode()
    assert len(text) < 100_000
    assert "<option" not in text.split("</form>")[0]
    as_jonas.post(spot_of(anna, "place"), {"own_place": "ort 4711", "own_seen": '{"place": ""}'})
    assert shown(anna, field) == "Ort 4711"
    page = as_mia.get(reverse("choice_list", args=[field.choice_list_id])).content.decode()
    assert len(page) < 300_000


def test_a_kind_is_changed_after_it_was_told_how_many_fit(
    as_mia: Client, define: Define, fill: Fill, anna: Customer
) -> None:
    field = define("Size")
    fill(anna, size="42")
    address = reverse("field_kind", args=["size"])
    assert as_mia.get(address).status_code == 200
    assert as_mia.post(address, {"kind": "whole"}).status_code == 200
    field.refresh_from_db()
    assert field.kind == "text"
    assert as_mia.post(address, {"kind": "whole", "confirm": "yes"}).status_code == 302
    field.refresh_from_db()
    assert field.kind == "whole"
    assert as_mia.post(address, {"kind": "choice", "confirm": "yes"}).status_code == 422


def test_values_are_renamed_merged_and_parted_on_their_pages(
    as_mia: Client, define: Define, fill: Fill, anna: Customer
) -> None:
    field = define("Colour", "choice", words=["red", "crimson"])
    fill(anna, colour="crimson")
    crimson = choice(field.choice_list, "crimson")
    page = reverse("choice", args=[crimson.pk])
    assert as_mia.get(page).status_code == 200
    assert as_mia.post(page, {"merge-into": "nobody"}).status_code == 422
    assert as_mia.post(page, {"merge-into": "Red"}).status_code == 302
    assert shown(anna, field) == "red"
    assert as_mia.get(page).status_code == 404
    as_mia.post(reverse("choice_turn", args=[crimson.pk, "part"]))
    assert as_mia.post(page, {"name-label": "Crimson red"}).status_code == 302
    assert shown(anna, field) == "Crimson red"
    for way in ("up", "down", "retire", "back"):
        assert as_mia.post(reverse("choice_turn", args=[crimson.pk, way])).status_code == 302
    assert as_mia.post(reverse("choice_turn", args=[crimson.pk, "away"])).status_code == 404


def test_tags_are_counted_renamed_and_merged(
    as_mia: Client, anna: Customer, bernd: Customer, mia: User, now: datetime
) -> None:
    for customer, word in ((anna, "VIP"), (bernd, "VIP"), (bernd, "regular")):
        tag(customer, word, by=mia, at=now)
    vip = Tag.objects.get(name="VIP")
    listed = as_mia.get(reverse("tag_words"))
    assert listed.status_code == 200
    page = reverse("tag_word", args=[vip.pk])
    assert as_mia.post(page, {"merge-into": "VIP"}).status_code == 422
    assert as_mia.post(page, {"name-name": "Very important"}).status_code == 302
    assert as_mia.post(page, {"merge-into": "REGULAR"}).status_code == 302
    assert list(anna.tags.values_list("name", flat=True)) == ["regular"]
    as_mia.post(reverse("tag_turn", args=[vip.pk, "part"]))
    assert list(anna.tags.values_list("name", flat=True)) == ["Very important"]
