"""The report on paper."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from nahbar.core.access import Ability
from nahbar.core.door import door
from nahbar.steering.document import write_document
from nahbar.steering.queries import report_of, what_was_said
from nahbar.steering.telling import tell
from nahbar.team.queries import the_firm


@require_safe
@door(Ability.SEE_REPORT)
def document(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One report as PDF, in the reader's language, to be handed round."""
    run, firm = report_of(public_id), the_firm()
    if run is None or run.as_of is None:
        raise Http404
    content = write_document(
        tell(run, what_was_said()),
        firm=firm.name if firm else "",
        as_of=run.as_of,
        made_at=run.started_at,
    )
    answer = HttpResponse(content, content_type="application/pdf")
    language = (get_language() or "de").split("-")[0]
    answer["Content-Disposition"] = f'inline; filename="{run.as_of.isoformat()}-{language}.pdf"'
    return answer
