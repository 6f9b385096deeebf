"""Closing somebody's access ends what they had open, for good."""

from datetime import datetime

import pytest
from django.test import Client

from nahbar.core.models import User
from nahbar.core.people import close_access, open_access


def test_a_session_does_not_come_back_with_access(
    as_jonas: Client, jonas: User, olga: User, now: datetime
) -> None:
    assert as_jonas.get("/customers/").status_code == 200
    close_access(jonas, by=olga, at=now)
    assert as_jonas.get("/customers/").status_code == 302
    open_access(jonas, by=olga, at=now)
    assert as_jonas.get("/customers/").status_code == 302
    as_jonas.force_login(User.objects.get(pk=jonas.pk))
    assert as_jonas.get("/customers/").status_code == 200


@pytest.mark.django_db
def test_sessions_of_those_never_closed_are_not_touched(jonas: User) -> None:
    assert len(jonas.get_session_auth_hash()) == 64
