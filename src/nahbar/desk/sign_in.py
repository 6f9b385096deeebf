"""The ways in: a one-time link, and the identity providers that were configured."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.socialaccount.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from nahbar.core.models import User
from nahbar.desk.accounts import BY_LINK
from nahbar.desk.language import firm_of
from nahbar.desk.links import Link
from nahbar.team.queries import is_owners_place


def let_in(request: HttpRequest, person: User) -> HttpResponse:
    """Sign the person in; a second factor, where they have one, is still asked for.

    Without a password they are led to choose one first; with one they may choose another. Who only
    looks around in a lent house needs none.
    """
    record_authentication(request, person, method=BY_LINK)
    is_settled = person.has_usable_password() or is_owners_place(person)
    next_page = "today" if is_settled else "account_set_password"
    if person.has_usable_password() and firm_of(request) is not None:
        told = _("Under “About me” you can choose a new password now, without the old one.")
        messages.info(request, told)
    login = Login(user=person, redirect_url=reverse(next_page))
    answer: HttpResponse = perform_login(request, login)
    return answer


def identity_providers(request: HttpRequest) -> list[Link]:
    """Those through which somebody may sign in."""
    if not settings.SOCIALACCOUNT_PROVIDERS:
        return []
    providers = get_adapter().list_providers(request)
    return [
        Link(provider.name, provider.get_login_url(request, process="login"))
        for provider in providers
    ]
