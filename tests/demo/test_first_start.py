"""An untouched house shows the demo firm by itself; any other is left alone."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from nahbar.core.actors import THE_HOUSE
from nahbar.core.models import User
from nahbar.core.sign_in_links import make_sign_in_link
from nahbar.customers.models import Customer
from nahbar.demo.jobs import show_demo_to_newcomers
from nahbar.demo.models import Demo
from nahbar.site.start import first_words
from nahbar.team.models import OWNERS_PLACE, Firm

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shown(settings: Any) -> None:
    settings.SHOW_DEMO = True


def test_in_an_untouched_house_it_is_announced_and_the_worker_asked(now: datetime) -> None:
    show_demo_to_newcomers(at=now)
    assert Demo.objects.get().step == Demo.Step.WAITING
    assert Firm.objects.get().name == "Autohaus Amselberger"
    assert DBTaskResult.objects.filter(task_path="nahbar.demo.jobs.make_demo").count() == 1


def test_asked_twice_the_worker_makes_it_once(now: datetime) -> None:
    show_demo_to_newcomers(at=now)
    show_demo_to_newcomers(at=now)
    assert DBTaskResult.objects.count() == 1


def test_one_whose_making_was_cut_off_is_gone_on_with(now: datetime) -> None:
    show_demo_to_newcomers(at=now)
    Demo.objects.update(step=Demo.Step.STORING)
    DBTaskResult.objects.all().delete()
    show_demo_to_newcomers(at=now)
    assert DBTaskResult.objects.count() == 1


def test_it_can_be_switched_off(settings: Any, now: datetime) -> None:
    settings.SHOW_DEMO = False
    show_demo_to_newcomers(at=now)
    assert not Demo.objects.exists()
    assert not Firm.objects.exists()


def test_a_house_with_a_firm_or_people_or_data_is_left_alone(now: datetime) -> None:
    person = User.objects.create(email="who@lind.example", password="!")
    show_demo_to_newcomers(at=now)
    person.delete()
    customer = Customer.objects.create(name="Anna Huber", created_at=now)
    show_demo_to_newcomers(at=now)
    customer.delete()
    Firm.objects.create(pk=1, name="Lind", created_at=now)
    show_demo_to_newcomers(at=now)
    assert not Demo.objects.exists()


def test_the_first_link_leads_straight_in(client: Client) -> None:
    link = first_words()["sign_in_link"]
    path = link[link.index("/welcome/") :]
    assert client.get(path).status_code == 200
    assert client.post(path)["Location"] == reverse("today")
    assert "Renate" in client.get(reverse("today")).content.decode()


def test_each_start_gives_a_link_until_somebody_moves_in() -> None:
    assert "sign_in_link" in first_words()
    assert "sign_in_link" in first_words()
    User.objects.filter(email=OWNERS_PLACE).update(email="olga@lind.example")
    assert "sign_in_link" not in first_words()


def test_the_visitor_s_invented_address_is_nowhere_shown(client: Client, now: datetime) -> None:
    show_demo_to_newcomers(at=now)
    place = User.objects.get(email=OWNERS_PLACE)
    assert make_sign_in_link(place, by=THE_HOUSE, at=now)
    client.force_login(place)
    for name in ("today", "people", "me"):
        assert OWNERS_PLACE not in client.get(reverse(name)).content.decode(), name
