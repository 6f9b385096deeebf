"""The page a one-time link leads to. Looking at it uses nothing up: scanners of mail look at links."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from nahbar.core import clock
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.core.sign_in_links import find_sign_in_link, use_sign_in_link
from nahbar.desk.language import firm_of, speech_in
from nahbar.desk.sign_in import let_in
from nahbar.team.forms import SetUpForm
from nahbar.team.models import Country
from nahbar.team.operations import open_house_by_link
from nahbar.team.queries import is_owners_place


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Ask before the link is used; in an empty house, ask for the firm and its owner."""
    try:
        person = find_sign_in_link(token, at=clock.now()).user
        if firm_of(request) is None and is_owners_place(person):
            return _set_up(request, token)
        return _come_in(request, token, person)
    except Refused as refusal:
        if refusal.code != "link_spent":
            raise
        return render(request, "account/link_spent.html", status=410)


def _come_in(request: HttpRequest, token: str, person: User) -> HttpResponse:
    if request.method != "POST":
        shows = {"person": person, "is_guest": is_owners_place(person)}
        return render(request, "account/welcome.html", shows)
    return let_in(request, use_sign_in_link(token, at=clock.now()))


def _set_up(request: HttpRequest, token: str) -> HttpResponse:
    language = "en" if speech_in(request).texts == "en" else "de"
    form = SetUpForm(request.POST or None, initial={"language": language, "country": Country.AT})
    if request.method == "POST" and form.is_valid():
        owner = open_house_by_link(token, at=clock.now(), **form.cleaned_data)
        return let_in(request, owner)
    status = 422 if request.method == "POST" else 200
    other = "de" if language == "en" else "en"
    return render(request, "account/set_up.html", {"form": form, "other": other}, status=status)
