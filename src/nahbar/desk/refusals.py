"""A refusal is answered with its sentence, not with a failure."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nahbar.core.refusals import Refused

Answer = Callable[[HttpRequest], HttpResponse]


def answer_refusals(get_response: Answer) -> Answer:
    """Turn `Refused` out of a view into a page, or for htmx into a notice above the page."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    answer.process_exception = _process_exception  # type: ignore[attr-defined]  # how Django finds it
    return answer


def _process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    return refusal_page(request, exception) if isinstance(exception, Refused) else None


def refusal_page(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """403 where the role does not allow it, else 409; 422 for htmx, which shows it in place."""
    shows = {"sentence": refusal.sentence, "code": refusal.code}
    if request.headers.get("HX-Request") == "true":
        answer = render(request, "desk/refusal_notice.html", shows, status=422)
        answer["HX-Retarget"], answer["HX-Reswap"] = ".page-notices", "innerHTML"
        return answer
    status = 403 if refusal.code == "not_allowed" else 409
    return render(request, "desk/refusal.html", shows, status=status)
