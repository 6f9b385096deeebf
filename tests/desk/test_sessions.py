"""Sessions that somebody fixed, stole, or let run out; and ways out of the house that are none."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import LazySettings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from nahbar.core import clock
from nahbar.core.models import User
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db
GOOD = "Lindenblüten im Mai"
ELSEWHERE = [
    "https://elsewhere.example/",
    "//elsewhere.example/",
    "///elsewhere.example/",
    "/\\elsewhere.example/",
    "\\\\elsewhere.example",
    "http:///elsewhere.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    " //elsewhere.example/",
    "/\t/elsewhere.example/",
]


@pytest.fixture(autouse=True)
def nobody_tried_yet() -> None:
    cache.clear()


@pytest.fixture
def mias(mia: User) -> User:
    """Mia, who has a password."""
    mia.set_password(GOOD)
    mia.save()
    return mia


def sign_in(client: Client, person: User, **more: str) -> str:
    answers = {"login": person.email, "password": GOOD, **more}
    answer = client.post(reverse("account_login"), answers)
    assert answer.status_code == 302
    return str(answer["Location"])


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("overview")).status_code == 200


def with_cookie(value: str) -> Client:
    client = Client()
    client.cookies["nahbar"] = value
    return client


def test_a_session_that_somebody_else_began_is_not_the_one_that_is_signed_in(mias: User) -> None:
    planted = SessionStore()
    planted["planted"] = "yes"
    planted.create()
    client = with_cookie(str(planted.session_key))
    sign_in(client, mias)
    assert client.cookies["nahbar"].value != planted.session_key
    assert not Session.objects.filter(session_key=planted.session_key).exists()
    assert not is_signed_in(with_cookie(str(planted.session_key)))


def test_an_invented_session_is_nobodys(mias: User) -> None:
    client = with_cookie("x" * 32)
    assert not is_signed_in(client)
    sign_in(client, mias)
    assert client.cookies["nahbar"].value != "x" * 32


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(mias: User, client: Client) -> None:
    sign_in(client, mias)
    stolen = with_cookie(client.cookies["nahbar"].value)
    assert is_signed_in(stolen)
    client.post(reverse("account_logout"))
    assert not is_signed_in(stolen)


def test_a_stolen_cookie_is_worth_nothing_after_another_password(mias: User) -> None:
    mine, theirs = Client(), Client()
    sign_in(mine, mias)
    sign_in(theirs, mias)
    new = {
        "oldpassword": GOOD,
        "password1": "Mohnblumen im Juni",
        "password2": "Mohnblumen im Juni",
    }
    assert mine.post(reverse("account_change_password"), new).status_code == 302
    assert is_signed_in(mine)
    assert not is_signed_in(theirs)


def test_a_session_runs_out(mias: User, client: Client) -> None:
    sign_in(client, mias)
    session = Session.objects.get(session_key=client.cookies["nahbar"].value)
    assert timedelta(hours=1) < session.expire_date - clock.now() <= timedelta(days=15)
    Session.objects.update(expire_date=clock.now() - timedelta(seconds=1))
    assert not is_signed_in(client)


def test_a_form_sent_too_late_leads_back_to_the_page_on_which_it_stood(
    firm: Firm, client: Client
) -> None:
    answer = client.post(reverse("theme"), headers={"referer": "http://testserver/overview/?a=1"})
    asked = parse_qs(urlsplit(answer["Location"]).query)
    assert asked["next"] == ["/overview/?a=1"]


@pytest.mark.parametrize(
    "page", ["https://elsewhere.example/x/", "http://testserver//x.example/", ""]
)
def test_a_form_sent_from_elsewhere_leads_to_the_start(
    firm: Firm, client: Client, page: str
) -> None:
    answer = client.post(reverse("theme"), headers={"referer": page})
    assert parse_qs(urlsplit(answer["Location"]).query)["next"] == ["/"]


def test_a_part_of_a_page_is_told_that_the_session_ended(firm: Firm, client: Client) -> None:
    answer = client.get(reverse("jobs"), headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (401, b"")
    assert client.get(reverse("jobs")).status_code == 302


@pytest.mark.parametrize("way", ELSEWHERE)
def test_signing_in_never_leads_out_of_the_house(mias: User, client: Client, way: str) -> None:
    leads_to = sign_in(client, mias, next=way)
    assert leads_to == reverse("today")


@pytest.mark.parametrize("way", ELSEWHERE)
def test_signing_out_never_leads_out_of_the_house(as_mia: Client, way: str) -> None:
    answer = as_mia.post(f"{reverse('account_logout')}", {"next": way})
    assert answer["Location"] == reverse("account_login")


def test_signing_in_leads_where_one_wanted_to_go(mias: User, client: Client) -> None:
    assert sign_in(client, mias, next="/overview/") == "/overview/"


def test_no_script_reads_the_session_and_no_other_site_sends_it(mias: User, client: Client) -> None:
    sign_in(client, mias)
    cookie = client.cookies["nahbar"]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"], cookie["domain"]) == ("Lax", "/", "")


def test_over_https_the_session_never_goes_another_way(
    mias: User, client: Client, settings: LazySettings
) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client.get(reverse("account_login"))
    sign_in(client, mias)
    assert client.cookies["nahbar"]["secure"]
    assert client.cookies["csrftoken"]["secure"]
