"""What every page of the house carries, and what every address refuses: asked of all of them."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from tests.desk.test_access_walk import ADDRESSES, PUBLIC, address

from nahbar.core.models import User
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db

# Machines send to these without a form of ours; each knows its caller by a token.
EXEMPT = {str(p.name) for p in ADDRESSES if getattr(p.callback, "csrf_exempt", False)}
HEADERS = {
    "Content-Security-Policy": "frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
}
# What is the same for everybody, and pictures that say themselves how long they keep.
MAY_BE_KEPT = {"manifest", "worker"}
INLINE = re.compile(
    r"<style|\sstyle=|\son(?:click|load|error|submit|input|change)=|javascript:", re.IGNORECASE
)
SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")")


@pytest.fixture
def at_the_desk(as_olga: Client) -> Client:
    """Olga, whom every page opens to."""
    as_olga.raise_request_exception = False
    return as_olga


def test_every_answer_says_what_it_may_load_and_that_nobody_may_show_it(
    at_the_desk: Client,
) -> None:
    wrong = []
    for pattern in ADDRESSES:
        answer = at_the_desk.get(address(pattern))
        missing = [
            name for name, part in HEADERS.items() if part not in answer.headers.get(name, "")
        ]
        if missing:
            wrong.append((pattern.name, answer.status_code, missing))
    assert wrong == []


def test_no_page_lets_a_text_become_a_script(at_the_desk: Client) -> None:
    wrong = []
    for pattern in ADDRESSES:
        policy = at_the_desk.get(address(pattern))["Content-Security-Policy"]
        scripts = re.search(r"script-src ([^;]+)", policy)
        if "unsafe" in (scripts[1] if scripts else "") or "default-src 'none'" not in policy:
            wrong.append(pattern.name)
    assert wrong == []


def test_no_page_holds_styles_or_scripts_of_its_own(at_the_desk: Client) -> None:
    wrong = []
    for pattern in ADDRESSES:
        answer = at_the_desk.get(address(pattern))
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            page = re.sub(r"<svg.*?</svg>", "", answer.text, flags=re.DOTALL)
            found = INLINE.findall(page) + SCRIPT.findall(page)
            wrong += [(pattern.name, found)] if found else []
    assert wrong == []


def test_nothing_about_people_stays_in_the_browser_s_cache(at_the_desk: Client) -> None:
    wrong = []
    for pattern in ADDRESSES:
        said = at_the_desk.get(address(pattern)).headers.get("Cache-Control", "")
        if pattern.name not in MAY_BE_KEPT and not re.search(r"no-store|private", said):
            wrong.append((pattern.name, said))
    assert wrong == []


def test_no_address_takes_a_form_that_is_not_ours(olga: User) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(olga)
    taken = {
        str(p.name): client.post(address(p)).status_code for p in ADDRESSES if p.name not in EXEMPT
    }
    assert len(taken) > 60
    assert {name: status for name, status in taken.items() if status != 403} == {}


def test_only_machines_that_bring_a_token_send_without_our_forms() -> None:
    assert EXEMPT <= PUBLIC


def test_a_stranger_s_sign_in_is_not_sent_from_elsewhere(firm: Firm) -> None:
    client = Client(enforce_csrf_checks=True)
    for name in ("account_login", "account_logout"):
        assert client.post(reverse(name), {"login": "x", "password": "y"}).status_code == 403
