"""Having the figures reckoned anew, and watching it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.value import jobs, words
from nahbar.value.progress import progress as find_progress


@require_POST
@door(Ability.RECKON_VALUE)
def runs(request: HttpRequest) -> HttpResponse:
    """One more run, by the worker."""
    jobs.ask_for_refresh(by=person_in(request))
    return redirect("value")


@require_safe
@door(Ability.SEE_VALUE)
def progress(request: HttpRequest) -> HttpResponse:
    """How far it is; when it is done, the page comes anew."""
    now = find_progress()
    answer = render(request, "value/progress.html", {"progress": now, "words": words})
    if now is None:
        answer["HX-Refresh"] = "true"
    return answer
