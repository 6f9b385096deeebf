"""The owner's page about the people of the house."""

import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from nahbar.core import clock
from nahbar.core.access import Role
from nahbar.core.actors import THE_HOUSE
from nahbar.core.models import SignInLink, User
from nahbar.core.people import add_person
from nahbar.core.refusals import Refused

pytestmark = pytest.mark.django_db


def told_of_taken_address(address: str) -> Refused:
    with pytest.raises(Refused) as refusal, transaction.atomic():
        add_person(address, name="", role=Role.STAFF, by=THE_HOUSE, at=clock.now())
    return refusal.value


def shown_link(page: str) -> str:
    found = re.search(r"<code>http://testserver(/welcome/[^<]+)</code>", page)
    assert found
    return found.group(1)


def test_a_new_person_s_link_is_shown_once_and_works(as_olga: Client, client: Client) -> None:
    answers = {"name": "Anna Huber", "email": "anna@lind.example", "role": "staff"}
    page = as_olga.post(reverse("people"), answers).content.decode()
    link = shown_link(page)
    assert link not in as_olga.get(reverse("people")).content.decode()
    assert client.post(link).status_code == 302
    assert client.get(reverse("today")).status_code == 200


def test_an_address_that_is_taken_is_told_in_the_form_and_nothing_typed_is_lost(
    as_olga: Client, mia: User
) -> None:
    answers = {"name": "Mia Berger the second", "email": mia.email, "role": "staff"}
    page = as_olga.post(reverse("people"), answers)
    assert page.status_code == 422
    assert 'value="Mia Berger the second"' in page.text
    assert str(told_of_taken_address(mia.email)) in page.text
    assert User.objects.filter(email=mia.email).count() == 1


def test_the_owner_changes_a_role(as_olga: Client, jonas: User) -> None:
    as_olga.post(reverse("person_role", args=[jonas.public_id]), {"role": "manager"})
    jonas.refresh_from_db()
    assert jonas.role == "manager"


def test_a_role_that_does_not_exist_answers_422(as_olga: Client, jonas: User) -> None:
    url = reverse("person_role", args=[jonas.public_id])
    assert as_olga.post(url, {"role": "emperor"}).status_code == 422


def test_a_new_link_for_somebody_who_lost_the_way_in(as_olga: Client, jonas: User) -> None:
    page = as_olga.post(reverse("person_link", args=[jonas.public_id])).content.decode()
    assert shown_link(page)
    assert SignInLink.objects.get().user == jonas


def test_access_is_closed_and_opened(as_olga: Client, jonas: User) -> None:
    url = reverse("person_access", args=[jonas.public_id])
    as_olga.post(url, {"access": "closed"})
    jonas.refresh_from_db()
    assert not jonas.is_active
    as_olga.post(url, {"access": "open"})
    jonas.refresh_from_db()
    assert jonas.is_active


def test_the_list_takes_as_many_questions_for_many_people(
    as_olga: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        User.objects.create(email=f"p{number}@lind.example", name=f"P {number}", password="!")
    with django_assert_max_num_queries(8):
        as_olga.get(reverse("people"))
