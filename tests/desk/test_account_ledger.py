"""Whoever changes how they sign in leaves a line in the ledger: what, not with which secret."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from nahbar.core.models import LedgerEntry, User

pytestmark = pytest.mark.django_db
GOOD = "Lindenblüten im Mai"


@pytest.fixture
def at_the_desk(mia: User, client: Client) -> Client:
    """Mia, who has just signed in with her password."""
    cache.clear()
    mia.set_password(GOOD)
    mia.save()
    client.post(reverse("account_login"), {"login": mia.email, "password": GOOD})
    client.post(reverse("account_reauthenticate"), {"password": GOOD})
    return client


@pytest.fixture
def press(at_the_desk: Client, django_capture_on_commit_callbacks: Any) -> Any:
    """Send a form, and let what waits for the commit happen."""

    def send(name: str, **answers: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            assert at_the_desk.post(reverse(name), answers).status_code == 302

    return send


def told(mia: User) -> list[tuple[str, dict[str, str]]]:
    entries = LedgerEntry.objects.order_by("pk")
    assert all(one.actor == mia and one.subject_id == mia.pk for one in entries)
    assert not any(one.text_id for one in entries)
    return [(one.action, one.details) for one in entries]


def test_codes_from_an_app_are_set_up(at_the_desk: Client, press: Any, mia: User) -> None:
    at_the_desk.get(reverse("mfa_activate_totp"))
    secret = at_the_desk.session["mfa.totp.secret"]
    press("mfa_activate_totp", code=format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    assert ("sign_in.factor_added", {"kind": "totp"}) in told(mia)
    assert ("sign_in.codes_made", {"kind": "recovery_codes"}) in told(mia)


def test_codes_from_an_app_are_taken_away_and_the_emergency_codes_with_them(
    press: Any, mia: User
) -> None:
    TOTP.activate(mia, generate_totp_secret())
    RecoveryCodes.activate(mia)
    press("mfa_deactivate_totp")
    assert told(mia) == [
        ("sign_in.factor_removed", {"kind": "totp"}),
        ("sign_in.factor_removed", {"kind": "recovery_codes"}),
    ]


def test_new_emergency_codes_are_made(press: Any, mia: User) -> None:
    TOTP.activate(mia, generate_totp_secret())
    press("mfa_generate_recovery_codes")
    assert told(mia) == [("sign_in.codes_made", {"kind": "recovery_codes"})]


def test_a_passkey_is_removed(at_the_desk: Client, mia: User) -> None:
    key = Authenticator.objects.create(
        user=mia, type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": {}}
    )
    at_the_desk.post(reverse("mfa_remove_webauthn", args=[key.pk]))
    assert told(mia) == [("sign_in.factor_removed", {"kind": "webauthn"})]


def test_a_password_is_changed(press: Any, mia: User) -> None:
    new = {"password1": "Mohnblumen im Juni", "password2": "Mohnblumen im Juni"}
    press("account_change_password", oldpassword=GOOD, **new)
    assert told(mia) == [("sign_in.password_set", {})]


def test_signing_out_ends_the_session(press: Any, mia: User) -> None:
    press("account_logout")
    assert told(mia) == [("sign_in.ended", {})]
