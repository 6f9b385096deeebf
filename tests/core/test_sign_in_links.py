"""A link lets one person in, once, within a day."""

from datetime import datetime, timedelta

import pytest

from nahbar.core.models import LedgerEntry, SignInLink, User
from nahbar.core.refusals import Refused
from nahbar.core.sign_in_links import find_sign_in_link, make_sign_in_link, use_sign_in_link

pytestmark = pytest.mark.django_db


def test_a_link_lets_in_once(olga: User, jonas: User, now: datetime) -> None:
    token = make_sign_in_link(jonas, by=olga, at=now)
    assert find_sign_in_link(token, at=now).user == jonas
    assert use_sign_in_link(token, at=now) == jonas
    with pytest.raises(Refused) as refusal:
        use_sign_in_link(token, at=now)
    assert refusal.value.code == "link_spent"


def test_the_house_does_not_keep_the_link(olga: User, jonas: User, now: datetime) -> None:
    token = make_sign_in_link(jonas, by=olga, at=now)
    link = SignInLink.objects.get()
    assert token not in link.digest
    assert len(link.digest) == 64


def test_a_link_is_good_for_a_day(olga: User, jonas: User, now: datetime) -> None:
    token = make_sign_in_link(jonas, by=olga, at=now)
    assert find_sign_in_link(token, at=now + timedelta(hours=23, minutes=59))
    with pytest.raises(Refused):
        find_sign_in_link(token, at=now + timedelta(hours=24))


def test_a_new_link_ends_the_older_one(olga: User, jonas: User, now: datetime) -> None:
    older = make_sign_in_link(jonas, by=olga, at=now)
    make_sign_in_link(jonas, by=olga, at=now)
    with pytest.raises(Refused):
        find_sign_in_link(older, at=now)


def test_closed_access_ends_a_link(olga: User, jonas: User, now: datetime) -> None:
    token = make_sign_in_link(jonas, by=olga, at=now)
    User.objects.filter(pk=jonas.pk).update(is_active=False)
    with pytest.raises(Refused):
        use_sign_in_link(token, at=now)


def test_making_and_using_are_in_the_ledger(olga: User, jonas: User, now: datetime) -> None:
    use_sign_in_link(make_sign_in_link(jonas, by=olga, at=now), at=now)
    told = LedgerEntry.objects.order_by("pk").values_list("action", "actor")
    assert list(told) == [("sign_in.link_made", olga.pk), ("sign_in.link_used", jonas.pk)]


def test_only_an_owner_makes_links(mia: User, jonas: User, now: datetime) -> None:
    with pytest.raises(Refused):
        make_sign_in_link(jonas, by=mia, at=now)
