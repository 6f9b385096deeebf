"""Single keys are told on a page of their own, and can be turned off there."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from nahbar.core.access import Role
from nahbar.core.models import User
from nahbar.core.palette import commands_for
from nahbar.desk.keys import EVERYWHERE

pytestmark = pytest.mark.django_db
assert get_resolver().url_patterns  # with the addresses comes who offers what
OFFERED = commands_for(User(role=Role.OWNER))


def test_all_keys_are_told_without_javascript(as_olga: Client) -> None:
    page = as_olga.get(reverse("keys")).text
    main = page[page.index("<main") : page.index("</main>")]
    caps = [
        " ".join(re.findall(r"<kbd>([^<]+)</kbd>", row))
        for row in re.findall(r"<tr>.*?</tr>", main, re.DOTALL)
    ]
    wanted = {one.keys for one in (*OFFERED, *EVERYWHERE) if one.keys}
    assert {one.upper() for one in wanted} <= set(caps)


def test_a_reader_is_not_told_keys_that_would_do_nothing(as_petra: Client) -> None:
    page = as_petra.get(reverse("keys")).text
    assert "<kbd>M</kbd><kbd>K</kbd>" not in page
    assert "<kbd>G</kbd><kbd>K</kbd>" in page


def test_single_keys_are_turned_off_and_on_again_on_this_device(as_jonas: Client) -> None:
    assert 'data-keys="off"' not in as_jonas.get(reverse("overview")).text
    assert as_jonas.post(reverse("keys_switch"), {"keys": "off"}).status_code == 302
    assert 'data-keys="off"' in as_jonas.get(reverse("overview")).text
    as_jonas.post(reverse("keys_switch"), {"keys": "on"})
    assert 'data-keys="off"' not in as_jonas.get(reverse("overview")).text


def test_the_switch_is_for_the_signed_in(client: Client) -> None:
    assert client.post(reverse("keys_switch"), {"keys": "off"}).status_code == 302
    assert "keys" not in client.cookies


@pytest.mark.parametrize("page", ["en/keys.md", "de/tasten.md"])
def test_the_documentation_names_every_key_and_no_other(page: str) -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / page).read_text(encoding="utf-8")
    told = {" ".join(pair) for pair in re.findall(r"`([A-Z])` `([A-Z])`", text)} - {"J K"}
    assert told == {one.keys.upper() for one in OFFERED if " " in one.keys}
