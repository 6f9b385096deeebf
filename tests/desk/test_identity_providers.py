"""Signing in through OpenID Connect: only for people the house knows, only by a verified address."""

import subprocess
import sys
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from nahbar.core.models import LedgerEntry, User
from nahbar.core.people import close_access
from nahbar.desk.accounts import HouseIdentityProviders

RENDER = """
from nahbar.site.commands.answering import start_django
start_django()
from nahbar.site.database import prepare_database
prepare_database()
from django.test import Client
from django.urls import reverse
page = Client(headers={"host": "localhost"}).get(reverse("account_login")).content.decode()
assert reverse("openid_connect_login", args=["house"]) in page, page
assert "Lind SSO" in page
"""


@dataclass
class Mail:
    email: str
    verified: bool


@dataclass
class Vouching:
    """What allauth hands to the adapter, as far as the adapter looks at it."""

    email_addresses: list[Mail]
    is_existing: bool = False
    connected: list[User] = field(default_factory=list)

    def connect(self, request: HttpRequest, person: User) -> None:
        self.connected.append(person)


def vouch(rf: RequestFactory, *mails: Mail) -> list[User]:
    vouching: Any = Vouching(list(mails))
    HouseIdentityProviders().pre_social_login(rf.get("/"), vouching)
    return list(vouching.connected)


@pytest.mark.django_db
def test_a_verified_address_connects_with_the_person_who_has_it(
    rf: RequestFactory, mia: User
) -> None:
    assert vouch(rf, Mail("Mia@Lind.Example", verified=True)) == [mia]
    assert LedgerEntry.objects.get().action == "sign_in.provider_connected"


@pytest.mark.django_db
def test_an_address_nobody_verified_connects_nobody(rf: RequestFactory, mia: User) -> None:
    assert vouch(rf, Mail(mia.email, verified=False)) == []


@pytest.mark.django_db
def test_a_stranger_is_not_added(rf: RequestFactory, mia: User) -> None:
    assert vouch(rf, Mail("stranger@lind.example", verified=True)) == []
    assert not HouseIdentityProviders().is_open_for_signup(rf.get("/"), None)


@pytest.mark.django_db
def test_closed_access_is_closed_to_providers_too(
    rf: RequestFactory, mia: User, olga: User, now: datetime
) -> None:
    close_access(mia, by=olga, at=now)
    assert vouch(rf, Mail(mia.email, verified=True)) == []


@pytest.mark.slow
def test_a_configured_provider_stands_on_the_sign_in_page(own_house: dict[str, str]) -> None:
    environment = {
        **own_house,
        "NAHBAR_OIDC_URL": "https://sso.lind.example",
        "NAHBAR_OIDC_NAME": "Lind SSO",
        "NAHBAR_OIDC_CLIENT_ID": "nahbar",
        "NAHBAR_OIDC_SECRET": "secret",
    }
    subprocess.run([sys.executable, "-c", RENDER], env=environment, check=True, timeout=60)
