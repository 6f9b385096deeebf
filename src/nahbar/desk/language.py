"""Every page speaks the language of whoever reads it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from nahbar.core.language import LANGUAGES, Speech, speaking, speech_of
from nahbar.core.models import User
from nahbar.team.models import Country, Firm
from nahbar.team.queries import speech_for, the_firm

Answer = Callable[[HttpRequest], HttpResponse]


def speak_their_language(get_response: Answer) -> Answer:
    """Set `request.firm` and `request.speech`, and speak so until the answer is made."""

    def answer(request: HttpRequest) -> HttpResponse:
        firm = the_firm()
        speech = _speech(request, firm)
        request.firm = firm  # type: ignore[attr-defined]  # read through `firm_of`
        request.speech = speech  # type: ignore[attr-defined]  # read through `speech_in`
        with speaking(speech):
            return get_response(request)

    return answer


def firm_of(request: HttpRequest) -> Firm | None:
    """The firm, as the middleware found it."""
    firm: Firm | None = getattr(request, "firm", None)
    return firm


def speech_in(request: HttpRequest) -> Speech:
    """The speech of this request."""
    speech: Speech | None = getattr(request, "speech", None)
    return speech or speech_for(None, None)


def _speech(request: HttpRequest, firm: Firm | None) -> Speech:
    wanted = request.GET.get("language", "")
    if firm is None and wanted in LANGUAGES:  # nobody could choose yet
        return speech_of(wanted, Country.AT)
    return speech_for(request.user if isinstance(request.user, User) else None, firm)
