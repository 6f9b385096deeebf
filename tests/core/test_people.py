"""Adding people, changing what they may, closing their access."""

from datetime import datetime

import pytest

from nahbar.core.access import Role
from nahbar.core.models import LedgerEntry, User
from nahbar.core.people import (
    add_person,
    change_own_settings,
    change_role,
    close_access,
    open_access,
)
from nahbar.core.refusals import Refused

pytestmark = pytest.mark.django_db


def test_a_new_person_has_no_password(olga: User, now: datetime) -> None:
    anna = add_person(" Anna@Lind.example ", name="Anna", role=Role.STAFF, by=olga, at=now)
    assert anna.email == "anna@lind.example"
    assert not anna.has_usable_password()
    assert LedgerEntry.objects.get().action == "people.added"


def test_one_address_is_one_person(olga: User, mia: User, now: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        add_person("MIA@lind.example", name="Mia", role=Role.STAFF, by=olga, at=now)
    assert refusal.value.code == "address_taken"


def test_only_an_owner_adds_people(mia: User, now: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        add_person("new@lind.example", name="New", role=Role.OWNER, by=mia, at=now)
    assert refusal.value.code == "not_allowed"


def test_a_changed_role_is_in_the_ledger(olga: User, jonas: User, now: datetime) -> None:
    assert change_role(jonas, Role.MANAGER, by=olga, at=now).role == Role.MANAGER
    entry = LedgerEntry.objects.get()
    assert entry.details == {"before": "staff", "after": "manager"}


def test_the_same_role_is_no_change(olga: User, jonas: User, now: datetime) -> None:
    change_role(jonas, Role.STAFF, by=olga, at=now)
    assert not LedgerEntry.objects.exists()


def test_the_last_owner_stays_owner(olga: User, now: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        change_role(olga, Role.READER, by=olga, at=now)
    assert refusal.value.code == "last_owner"


def test_the_last_owner_keeps_access(olga: User, mia: User, now: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        close_access(olga, by=olga, at=now)
    assert refusal.value.code == "last_owner"
    second = change_role(mia, Role.OWNER, by=olga, at=now)
    assert not close_access(olga, by=second, at=now).is_active


def test_an_owner_without_access_is_no_owner_to_rely_on(
    olga: User, mia: User, now: datetime
) -> None:
    change_role(mia, Role.OWNER, by=olga, at=now)
    close_access(mia, by=olga, at=now)
    with pytest.raises(Refused):
        change_role(olga, Role.STAFF, by=olga, at=now)


def test_access_can_be_opened_again(olga: User, jonas: User, now: datetime) -> None:
    close_access(jonas, by=olga, at=now)
    assert open_access(jonas, by=olga, at=now).is_active
    actions = LedgerEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["people.access_closed", "people.access_opened"]


def test_own_settings_are_ones_own_to_change(petra: User, now: datetime) -> None:
    change_own_settings(petra, at=now, name="Petra W.", theme="dark")
    petra.refresh_from_db()
    assert (petra.name, petra.theme) == ("Petra W.", "dark")
    assert LedgerEntry.objects.get().fields == ["name", "theme"]
