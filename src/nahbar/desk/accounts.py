"""What the house decides about signing in, told to django-allauth."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ChangePasswordForm
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from nahbar.core import clock
from nahbar.core.ledger import record
from nahbar.core.models import User

BY_LINK = "link"
SINCE_LINK = 15 * 60  # seconds


class HouseAccounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """People are added by an owner; nobody adds themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to one's own page."""
        return reverse("me")

    def set_password(self, user: User, password: str) -> None:
        """Note that a password was set, not which."""
        with transaction.atomic():
            super().set_password(user, password)
            record("sign_in.password_set", by=user, at=clock.now(), subject=user)


class HouseIdentityProviders(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """An OpenID Connect provider vouches for people the house already knows."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Connect a first sign-in with the person of the house who has the address, if verified."""
        if sociallogin.is_existing:
            return
        vouched = [mail.email for mail in sociallogin.email_addresses if mail.verified]
        people = User.objects.filter(email__in=[mail.lower() for mail in vouched], is_active=True)
        person = people.first()
        if person is not None:
            with transaction.atomic():
                sociallogin.connect(request, person)
                record("sign_in.provider_connected", by=person, at=clock.now(), subject=person)


class PasswordForm(ChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    """Who has just come in by a link, having lost the password, is not asked for the old one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if came_by_link(context.request):
            del self.fields["oldpassword"]


def came_by_link(request: HttpRequest) -> bool:
    """Whether the person signed in by a one-time link within the last quarter of an hour."""
    records = get_authentication_records(request, request.user)
    began = [record["at"] for record in records if record["method"] == BY_LINK]
    return bool(began) and time.time() - began[-1] < SINCE_LINK
