"""Noted at a talk, found tomorrow on Today: the promise goes with it until it is kept."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from nahbar.agenda.models import Task
from nahbar.core import clock
from nahbar.core.models import User
from nahbar.customers.models import Customer
from nahbar.moments.models import Encounter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_what_was_said_at_a_talk_stands_on_today_of_whoever_said_it(
    as_jonas: Client, as_mia: Client, jonas: User, anna: Customer, now: datetime, monkeypatch
) -> None:
    talk = {
        "channel": "visit",
        "kind": "contact",
        "mood": "1",
        "text": "Wants to think about it",
        "words": ["Angebot schicken morgen um 10", "Katalog bestellen bis Freitag @Mia"],
    }
    said = as_jonas.post(reverse("customer_encounters", args=[anna.public_id]), talk)
    assert said.status_code == 302, said.text
    talked = Encounter.objects.get()
    assert {task.reference for task in Task.objects.all()} == {f"encounter:{talked.pk}"}
    assert "Angebot schicken" in as_jonas.get(reverse("customer", args=[anna.public_id])).text

    tomorrow = now.replace(hour=7) + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    monkeypatch.setattr(clock, "today", tomorrow.date)
    mine, hers = as_jonas.get("/").text, as_mia.get("/").text
    assert "One promise is due today" in mine
    assert "Anna Berger" in mine
    assert "promised yesterday" in mine
    assert "Katalog bestellen" not in mine
    assert "Angebot schicken" not in hers

    promise = Task.objects.get(owner=jonas)
    kept = as_jonas.post(reverse("task_finish", args=[promise.public_id]), follow=True)
    assert "Kept: Angebot schicken" in kept.text
    assert "One promise is due today" not in kept.text
