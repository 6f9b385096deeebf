"""Links that let one person in once. The house keeps their digest only, and for a day only."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.core.models import SignInLink, User
from nahbar.core.refusals import Refused

LIFETIME = timedelta(hours=24)


@transaction.atomic
def make_sign_in_link(person: User, *, by: By, at: datetime) -> str:
    """A new token for `person`, told this once; their earlier unused links lapse."""
    demand(by, Ability.SET_UP_HOUSE)
    if not person.is_active:
        raise Refused("person_inactive", _("This person no longer has access."))
    person.sign_in_links.filter(used_at=None).delete()
    token = secrets.token_urlsafe(32)
    person.sign_in_links.create(digest=_digest(token), expires_at=at + LIFETIME)
    record("sign_in.link_made", by=by, at=at, subject=person)
    return token


def find_sign_in_link(token: str, *, at: datetime) -> SignInLink:
    """The link of this token, while it can be used. Raises Refused (`link_spent`) else."""
    open_links = SignInLink.objects.select_related("user").filter(
        digest=_digest(token), used_at=None, expires_at__gt=at, user__is_active=True
    )
    link = open_links.first()
    if link is None:
        raise _spent()
    return link


@transaction.atomic
def use_sign_in_link(token: str, *, at: datetime) -> User:
    """Use the link up and say whose it is. Of two who use it at once, one is refused."""
    link = find_sign_in_link(token, at=at)
    if not SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=at):
        raise _spent()
    record("sign_in.link_used", by=link.user, at=at, subject=link.user)
    return link.user


def _spent() -> Refused:
    return Refused("link_spent", _("This link was used already, or is older than a day."))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
