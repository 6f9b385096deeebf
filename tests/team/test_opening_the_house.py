"""The first firm, the first owner, and what the firm decides."""

from datetime import datetime

import pytest

from nahbar.core.access import Role
from nahbar.core.actors import THE_COMMAND_LINE
from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import Refused
from nahbar.team.models import Country, Firm
from nahbar.team.operations import OWNERS_PLACE, change_firm, keep_place_for_owner, open_house

pytestmark = pytest.mark.django_db
GOOD = "Lindenblüten im Mai"


def opened(now: datetime, **other: object) -> tuple[Firm, User]:
    answers: dict[str, object] = {
        "firm": "Buchhandlung Lind",
        "country": Country.CH,
        "language": "de",
        "email": "Olga@Lind.Example",
        "name": "Olga Lind",
        "password": GOOD,
        "by": THE_COMMAND_LINE,
        "at": now,
    }
    return open_house(**{**answers, **other})


def test_an_opened_house_has_its_firm_and_one_owner(now: datetime) -> None:
    firm, owner = opened(now)
    assert (firm.name, firm.country, firm.currency) == ("Buchhandlung Lind", "CH", "CHF")
    assert (owner.email, owner.role) == ("olga@lind.example", Role.OWNER)
    assert owner.check_password(GOOD)
    assert list(LedgerEntry.objects.values_list("action", flat=True)) == [
        "house.opened",
        "people.added",
    ]


def test_the_owner_takes_the_place_that_was_kept(now: datetime) -> None:
    place = keep_place_for_owner()
    _firm, owner = opened(now)
    assert owner.pk == place.pk
    assert not User.objects.filter(email=OWNERS_PLACE).exists()


def test_a_house_is_opened_once(now: datetime) -> None:
    opened(now)
    with pytest.raises(Refused, match="schon eingerichtet") as refusal:
        opened(now, email="other@lind.example")
    assert refusal.value.code == "house_open"
    assert User.objects.count() == 1


@pytest.mark.parametrize("password", ["", "short", "password123", "olga@lind.example"])
def test_a_weak_password_opens_nothing(now: datetime, password: str) -> None:
    with pytest.raises(Refused) as refusal:
        opened(now, password=password)
    assert refusal.value.code == "weak_password"
    assert not Firm.objects.exists()


def test_nobody_can_sign_in_with_the_kept_place(now: datetime) -> None:
    assert not keep_place_for_owner().has_usable_password()


def test_a_manager_cannot_change_the_firm(firm: Firm, mia: User, now: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        change_firm(firm, by=mia, at=now, name="Mias Laden")
    assert refusal.value.code == "not_allowed"


def test_what_changed_stands_in_the_ledger(firm: Firm, olga: User, now: datetime) -> None:
    change_firm(firm, by=olga, at=now, name="Lind & Töchter", tone="informal")
    entry = LedgerEntry.objects.get()
    assert (entry.action, entry.actor, entry.fields) == ("house.changed", olga, ["name"])
