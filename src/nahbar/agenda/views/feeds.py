"""The address that a calendar program fetches. Whoever has it sees the appointments: it is the secret."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_safe

from nahbar.agenda.feed import feed_of
from nahbar.agenda.models import CalendarLink
from nahbar.agenda.operations.calendar_links import find_link
from nahbar.core import clock
from nahbar.core.language import speaking
from nahbar.team.queries import speech_for, the_firm


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of whose address it is; 304 where the program has it already, 404 for all else."""
    link = find_link(token, CalendarLink.Purpose.FEED)
    if link is None:
        raise Http404
    with speaking(speech_for(link.person, the_firm())):
        content = feed_of(link.person, clock.now())
    tag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if tag in known or "*" in known:
        answer = HttpResponse(status=304)
    else:
        answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = 'inline; filename="nahbar.ics"'
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    return answer
