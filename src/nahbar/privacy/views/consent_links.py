"""What customers see behind a link in a mail of ours. No sign-in, no cookie, no script: the link is the key.

Opening a page changes nothing, for programs that look for harmful links open them as well. The
forms carry no secret of a session: who sends them must know the link's own, which nobody else does.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from nahbar.core import clock
from nahbar.core.language import speaking
from nahbar.core.rates import too_often
from nahbar.core.refusals import Refused
from nahbar.privacy.consent_links import find_link
from nahbar.privacy.consent_speech import firm_name, speech_to
from nahbar.privacy.consent_words import about_in_words
from nahbar.privacy.consents import states_of
from nahbar.privacy.models import ConsentLink, ConsentState
from nahbar.privacy.models.consents import ALLOWING, Channel
from nahbar.privacy.operations.asking import confirm_consent, is_open
from nahbar.privacy.operations.by_link import (
    AboutKey,
    allowed_once,
    change_by_link,
    end_all_by_link,
    end_by_link,
)

HOUR, MOST_MISSES = 3_600, 100
LinkPage = Callable[[HttpRequest, ConsentLink], HttpResponse]


def behind_link(page: LinkPage) -> Callable[[HttpRequest, str], HttpResponse]:
    """Open the page to who knows the link, in the customer's language; to others it does not exist."""

    def opened(request: HttpRequest, token: str) -> HttpResponse:
        link = find_link(token)
        if link is None:
            is_guessing = too_often(request, "consent", most=MOST_MISSES, seconds=HOUR)
            with speaking(speech_to(None)):
                return _page(
                    request, None, "privacy/link_over.html", {}, 429 if is_guessing else 404
                )
        speech = speech_to(link.customer)
        request.speech = speech  # type: ignore[attr-defined]  # the language the page declares
        with speaking(speech):
            return page(request, link)

    return never_cache(csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(opened)))


@behind_link
def answer(request: HttpRequest, link: ConsentLink) -> HttpResponse:
    """Confirm what they were asked, by a button; or say no."""
    asked = link.request
    if asked is None:
        return _over(request, link)
    if request.method == "POST":
        try:
            ip = get_adapter().get_client_ip(request) if asked.purpose.keeps_ip else None
            confirm_consent(link, ip=ip, at=clock.now())
        except Refused:
            return _over(request, link)
        return _choices(request, link, done="confirmed")
    if not is_open(asked, clock.now()):
        return _choices(request, link) if _was_confirmed(link) else _over(request, link)
    told = {
        "asked": asked,
        "what": about_in_words(asked),
        "wording": asked.wording.in_language(asked.language),
    }
    return _page(request, link, "privacy/link_answer.html", told)


@behind_link
def choices(request: HttpRequest, link: ConsentLink) -> HttpResponse:
    """Everything they agreed to: withdraw one or all, or allow again what was withdrawn."""
    done = ""
    if request.method == "POST":
        try:
            done = _changed(request, link)
        except Refused:
            return _over(request, link)
    return _choices(request, link, done=done)


@behind_link
def end(request: HttpRequest, link: ConsentLink) -> HttpResponse:
    """One click (RFC 8058): a mail program sends it without opening a page; a person presses a button."""
    if request.method == "POST":
        end_by_link(link, at=clock.now())
        return _choices(request, link, done="ended")
    return _page(request, link, "privacy/link_end.html", {"what": _what(link)})


def _changed(request: HttpRequest, link: ConsentLink) -> str:
    """Do what the button says. Raises Refused for anything that is not theirs."""
    if request.POST.get("all") == "yes":
        end_all_by_link(link, at=clock.now())
        return "ended"
    key, allows = request.POST.get("state", ""), request.POST.get("said") == "give"
    mine = {str(state.fact.public_id): state for state in states_of(link.customer)}
    if key not in mine:
        return ""  # pressed twice, or on a page that has grown old: what stands is shown
    change_by_link(link, mine[key], allows=allows, at=clock.now())
    return "allowed" if allows else "ended"


def _choices(request: HttpRequest, link: ConsentLink, done: str = "") -> HttpResponse:
    known = allowed_once(link.customer)
    rows = [_row(state, known) for state in states_of(link.customer)]
    told = {"done": done, "rows": rows, "allowed": [row for row in rows if row["allows"]]}
    return _page(request, link, "privacy/link_choices.html", told)


def _row(state: ConsentState, known: set[AboutKey]) -> dict[str, Any]:
    is_asked = state.purpose.retired_at is None
    was_allowed = (state.purpose_id, state.channel, state.topic_id) in known
    return {
        "key": str(state.fact.public_id),
        "what": about_in_words(state),
        "allows": state.allows,
        "since": state.since,
        "may_allow": is_asked and was_allowed and not state.allows,
    }


def _what(link: ConsentLink) -> str:
    if link.request:
        return about_in_words(link.request)
    if link.purpose is None:
        return ""
    channel = Channel.MAIL if link.purpose.by_channel else ""
    return about_in_words(ConsentState(purpose=link.purpose, channel=channel))


def _was_confirmed(link: ConsentLink) -> bool:
    facts = link.customer.consentfacts.filter(request=link.request, step__in=ALLOWING)
    return facts.exists()


def _over(request: HttpRequest, link: ConsentLink) -> HttpResponse:
    return _page(request, link, "privacy/link_over.html", {}, 410)


def _page(
    request: HttpRequest,
    link: ConsentLink | None,
    template: str,
    told: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    token = request.resolver_match.kwargs["token"] if request.resolver_match else ""
    about = {"firm": firm_name(), "token": token, "has_link": link is not None}
    made = render(request, template, {**about, **told}, status=status)
    made["Referrer-Policy"] = "no-referrer"  # the address is a secret
    made["X-Robots-Tag"] = "noindex"
    return made
