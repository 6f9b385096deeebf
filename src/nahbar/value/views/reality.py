"""The models against what came."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nahbar.core.access import Ability
from nahbar.core.door import door
from nahbar.value import reality as words_of_reality
from nahbar.value import words
from nahbar.value.queries import current_run
from nahbar.value.summary import summary_of
from nahbar.value.tabs import tabs_at


@require_safe
@door(Ability.SEE_VALUE)
def reality(request: HttpRequest) -> HttpResponse:
    """Which model was chosen, how it stood the test, and the priors of the groups."""
    run = current_run()
    summary = summary_of(run) if run else None
    shows: dict[str, Any] = {
        "summary": summary,
        "finding": words_of_reality.finding(summary),
        "words": words,
        "accuracy": words_of_reality.accuracy,
        "tabs": tabs_at("value_reality"),
    }
    if summary:
        tested = summary.calibration
        shows |= {
            "choice": words_of_reality.choice(summary),
            "tested": tested,
            "pairs": words_of_reality.pairs(tested) if tested else None,
            "comparison": words_of_reality.comparison(summary),
            "kept_for": words_of_reality.kept_for(summary),
            "groups": words_of_reality.groups(summary),
        }
    return render(request, "value/reality.html", shows)
