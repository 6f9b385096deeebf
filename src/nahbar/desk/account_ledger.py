"""What people change about how they sign in stands in the ledger.

django-allauth makes these changes in its own views and tells of them by its signals only; there is no
operation of ours that could record them. Nothing else in the house listens to signals.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_out
from django.db import transaction

from nahbar.core import clock
from nahbar.core.ledger import record
from nahbar.core.models import User


def listen() -> None:
    """From now on each change is recorded. Called with the addresses of allauth's pages."""
    authenticator_added.connect(_added)
    authenticator_reset.connect(_added)
    authenticator_removed.connect(_removed)
    user_logged_out.connect(_ended)


def _added(user: User, authenticator: Authenticator, **_: Any) -> None:
    made = authenticator.type == Authenticator.Type.RECOVERY_CODES
    _record("sign_in.codes_made" if made else "sign_in.factor_added", user, authenticator.type)


def _removed(user: User, authenticator: Authenticator, **_: Any) -> None:
    _record("sign_in.factor_removed", user, authenticator.type)


def _ended(user: User | None, **_: Any) -> None:
    if user is not None:
        _record("sign_in.ended", user)


def _record(action: str, user: User, kind: str = "") -> None:
    details = {"kind": str(kind)} if kind else None
    with transaction.atomic():
        record(action, by=user, at=clock.now(), subject=user, details=details)
