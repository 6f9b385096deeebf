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


def no_length(request: HttpRequest) -> HttpResponse:
    """411."""
    return _page(411, _("This request does not say how long it is."))


def too_large(request: HttpRequest) -> HttpResponse:
    """413."""
    sentence = _("Nothing of it was read. A file can be brought in parts.")
    return _page(413, _("That is too large for this page."), sentence)


def disk_full(request: HttpRequest) -> HttpResponse:
    """507."""
    sentence = _("Nothing of it was read. Make room where the data lie, then send it again.")
    return _page(507, _("There is no room left for this file."), sentence)


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
