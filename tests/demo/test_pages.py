"""The strip over every page, the way out, and the faces."""

from datetime import datetime

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from tests.demo.conftest import Open

from nahbar.core.models import User
from nahbar.core.people import give_picture
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer
from nahbar.demo.models import Demo
from nahbar.demo.portraits import draw_portrait
from nahbar.team.models import OWNERS_PLACE, Firm

pytestmark = pytest.mark.django_db
FIRM = "Autohaus Amselberger"
PAGES = ("today", "customers", "overview", "actions", "experience", "me")


@pytest.fixture
def demo(firm: Firm, now: datetime) -> Demo:
    return Demo.objects.create(pk=1, step=Demo.Step.READY, opened_at=now)


def page(client: Client, name: str) -> str:
    return client.get(reverse(name)).content.decode()


def test_every_page_says_that_people_are_invented(demo: Demo, as_olga: Client) -> None:
    for name in PAGES:
        assert FIRM in page(as_olga, name), name


def test_a_house_of_one_s_own_says_nothing_of_the_kind(as_olga: Client) -> None:
    assert FIRM not in page(as_olga, "today")
    assert reverse("start_afresh") not in page(as_olga, "today")


def test_only_owners_are_offered_the_way_out(
    demo: Demo, as_olga: Client, as_jonas: Client, as_petra: Client
) -> None:
    way_out = reverse("start_afresh")
    assert way_out in page(as_olga, "today")
    for client in (as_jonas, as_petra):
        assert FIRM in page(client, "today")
        assert way_out not in page(client, "today")
        assert client.get(way_out).status_code == 403
        assert client.post(way_out).status_code == 403


def test_a_stranger_is_led_to_sign_in(demo: Demo, client: Client) -> None:
    answer = client.post(reverse("start_afresh"))
    assert answer["Location"].startswith(reverse("account_login"))


def test_without_a_demo_there_is_nothing_to_leave(as_olga: Client) -> None:
    assert as_olga.get(reverse("start_afresh")).status_code == 404
    assert as_olga.post(reverse("start_afresh")).status_code == 404


def test_the_strip_costs_one_question(
    demo: Demo, as_olga: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(8):
        as_olga.get(reverse("people"))


def test_while_it_is_made_the_strip_says_how_far(demo: Demo, as_olga: Client) -> None:
    Demo.objects.update(step=Demo.Step.STORING)
    assert 'value="35"' in page(as_olga, "today")
    told = as_olga.get(reverse("demo_progress"))
    assert 'value="35"' in told.content.decode()


def test_when_it_is_ready_the_page_is_loaded_anew(demo: Demo, as_olga: Client) -> None:
    assert as_olga.get(reverse("demo_progress"))["HX-Refresh"] == "true"


def test_the_owner_reads_what_goes_and_starts_afresh(
    olga: User, as_olga: Client, open_small: Open
) -> None:
    open_small()
    assert ">120<" in page(as_olga, "start_afresh")
    answer = as_olga.post(reverse("start_afresh"))
    assert (answer.status_code, answer["Location"]) == (302, reverse("today"))
    assert not Customer.objects.exists()
    assert get_user(as_olga) == olga
    assert reverse("imports") in page(as_olga, "today")


def test_a_visitor_sets_up_the_house_in_the_same_go(client: Client, open_small: Open) -> None:
    open_small()
    client.force_login(User.objects.get(email=OWNERS_PLACE))
    answers = {
        "firm": "Buchhandlung Lind",
        "country": "AT",
        "language": "de",
        "tone": "informal",
        "name": "Olga Lind",
        "email": "olga@lind.example",
        "password": "drei Lampen im Garten",
    }
    assert client.post(reverse("start_afresh"), answers).status_code == 302
    assert Firm.objects.get().name == "Buchhandlung Lind"
    assert User.objects.get().check_password(answers["password"])
    assert reverse("imports") in page(client, "today")


def test_a_form_with_errors_removes_nothing(client: Client, open_small: Open) -> None:
    open_small()
    client.force_login(User.objects.get(email=OWNERS_PLACE))
    assert client.post(reverse("start_afresh"), {"firm": ""}).status_code == 422
    assert Customer.objects.count() == 120


def test_a_picture_is_served_so_that_it_can_do_no_harm(
    olga: User, jonas: User, as_petra: Client, now: datetime
) -> None:
    drawn = draw_portrait("Jonas Falk").encode()
    give_picture(jonas, drawn, by=olga, at=now)
    answer = as_petra.get(reverse("person_picture", args=[jonas.public_id]))
    assert answer.content == drawn
    assert answer["Content-Type"] == "image/svg+xml"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"].startswith("private")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_who_has_no_picture_has_none(jonas: User, as_petra: Client) -> None:
    assert as_petra.get(reverse("person_picture", args=[jonas.public_id])).status_code == 404


def test_a_face_shows_where_a_person_of_the_house_appears(
    olga: User, as_olga: Client, now: datetime
) -> None:
    give_picture(olga, draw_portrait("Olga").encode(), by=olga, at=now)
    address = reverse("person_picture", args=[olga.public_id])
    assert page(as_olga, "people").count(address) == 2  # in the rail and in the list


def test_only_pictures_are_taken_for_pictures(olga: User, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        give_picture(olga, b"<html>", by=olga, at=now)
    assert refused.value.code == "no_picture"


def test_who_may_not_set_up_the_house_gives_no_pictures(mia: User, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        give_picture(mia, draw_portrait("Mia").encode(), by=mia, at=now)
    assert refused.value.code == "not_allowed"
