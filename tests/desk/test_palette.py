"""The palette offers each person what they may do, under keys that never stand in each other's way."""

import re

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from nahbar.core.access import ACCESS, Ability, Role
from nahbar.core.models import User
from nahbar.core.palette import Command, commands_for
from nahbar.desk.keys import EVERYWHERE, IN_A_LIST, ON_A_CUSTOMER

pytestmark = pytest.mark.django_db
assert get_resolver().url_patterns  # with the addresses comes who offers what


@pytest.mark.parametrize("who", ["as_olga", "as_mia", "as_jonas", "as_petra"])
def test_every_command_that_is_offered_leads_somewhere(
    who: str, request: pytest.FixtureRequest
) -> None:
    client: Client = request.getfixturevalue(who)
    role = request.getfixturevalue(who.removeprefix("as_"))
    offered = commands_for(role)
    assert len(offered) > 8
    statuses = {one.key: client.get(str(one.url).partition("#")[0]).status_code for one in offered}
    assert {key for key, status in statuses.items() if status not in {200, 302}} == set()


def test_nobody_is_offered_what_they_may_not_do(petra: User, olga: User) -> None:
    keys = {one.key for one in commands_for(petra)}
    assert "customer_new" not in keys
    assert {one.key for one in commands_for(olga)} > keys
    assert all(Role(petra.role) in ACCESS[one.ability] for one in commands_for(petra))


def test_no_key_stands_for_two_things_or_begins_another() -> None:
    offered = commands_for(User(role=Role.OWNER))
    everywhere = [one.keys for one in (*offered, *EVERYWHERE) if one.keys]
    for here in (ON_A_CUSTOMER, IN_A_LIST):
        keys = [*everywhere, *(one.keys for one in here)]
        assert len(keys) == len(set(keys))
        assert [(a, b) for a in keys for b in keys if b.startswith(f"{a} ")] == []


def test_the_palette_stands_on_every_page_for_who_may_search(as_jonas: Client) -> None:
    page = as_jonas.get(reverse("overview")).text
    assert f'data-found="{reverse("search")}"' in page
    rows = re.findall(r'<a class="palette-row"[^>]* href="([^"]+)"', page)
    assert reverse("customer_new") in rows
    assert reverse("house") not in rows


def test_a_label_full_of_markup_stays_a_label(
    as_mia: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    evil = Command("evil", "<b>x</b>", '"><script>', "/", "x", Ability.SEE_HOUSE)
    monkeypatch.setattr("nahbar.core.palette._commands", {"evil": evil})
    page = as_mia.get(reverse("overview")).text
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert '"><script>' not in page
