"""What is said when something cannot be shown: in our look, without a stack, without data."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _page(400, _("This request cannot be understood."))


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    sentence = _("Your role does not open this page. An owner can change that.")
    return _page(403, _("This page is not open to you."), sentence)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    sentence = _("Perhaps it was moved, or the address has a slip.")
    return _page(404, _("There is nothing here."), sentence)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose secret does not fit."""
    sentence = _("Please go back, load the page again and send it once more.")
    return _page(403, _("This form was open too long."), sentence)


def too_many(request: HttpRequest) -> HttpResponse:
    """429."""
    return _page(429, _("That was too often."), _("Please wait a few minutes, then try again."))


def broken(request: HttpRequest) -> HttpResponse:
    """500."""
    sentence = _("It was noted in the log. What was entered before is kept.")
    return _page(500, _("Something broke on our side."), sentence)


def _page(status: int, heading: str, sentence: str = "") -> HttpResponse:
    """Needs neither the database nor who is signed in: both may be what is broken."""
    shell = {"language": (get_language() or "de").split("-")[0], "theme": "auto"}
    shows = {"shell": shell, "heading": heading, "sentence": sentence}
    return HttpResponse(render_to_string("desk/error.html", shows), status=status)
