"""Who lost their second factor comes in again through an owner, and only so."""

from datetime import datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse

from nahbar.core import clock
from nahbar.core.models import LedgerEntry, User
from nahbar.core.people import close_access
from nahbar.core.refusals import Refused
from nahbar.core.second_factors import reset_second_factor

pytestmark = pytest.mark.django_db


@pytest.fixture
def locked_out(jonas: User) -> User:
    """Jonas, whose phone lies in the lake."""
    jonas.set_password("Lindenblüten im Mai")
    jonas.save()
    TOTP.activate(jonas, generate_totp_secret())
    RecoveryCodes.activate(jonas)
    return jonas


def test_the_link_lets_in_without_the_lost_factor(
    olga: User, locked_out: User, client: Client
) -> None:
    kinds, token = reset_second_factor(locked_out, by=olga, at=clock.now())
    assert kinds == ["recovery_codes", "totp"]
    assert client.post(reverse("welcome", args=[token]))["Location"] == reverse("today")
    assert client.get(reverse("today")).status_code == 200
    locked_out.refresh_from_db()
    assert locked_out.check_password("Lindenblüten im Mai")


def test_what_was_taken_away_stands_in_the_ledger(
    olga: User, locked_out: User, now: datetime
) -> None:
    reset_second_factor(locked_out, by=olga, at=now)
    entry = LedgerEntry.objects.get(action="sign_in.factors_reset")
    assert (entry.actor, entry.subject_id) == (olga, locked_out.pk)
    assert entry.details == {"kinds": ["recovery_codes", "totp"]}


def test_only_the_person_named_loses_factors(
    olga: User, mia: User, locked_out: User, now: datetime
) -> None:
    TOTP.activate(mia, generate_totp_secret())
    reset_second_factor(locked_out, by=olga, at=now)
    assert list(Authenticator.objects.values_list("user", flat=True)) == [mia.pk]


def test_only_an_owner_resets(mia: User, locked_out: User, now: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        reset_second_factor(locked_out, by=mia, at=now)
    assert refusal.value.code == "not_allowed"
    assert Authenticator.objects.count() == 2


def test_who_left_the_house_keeps_out(olga: User, locked_out: User, now: datetime) -> None:
    gone = close_access(locked_out, by=olga, at=now)
    with pytest.raises(Refused) as refusal:
        reset_second_factor(gone, by=olga, at=now)
    assert refusal.value.code == "person_inactive"
    assert Authenticator.objects.count() == 2
