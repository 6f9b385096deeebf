"""The pictures of the people of the house."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from nahbar.core.access import Ability
from nahbar.core.door import door
from nahbar.core.files import read_stored
from nahbar.core.models import User
from nahbar.core.pictures import kind_of_picture

WEEK = 7 * 24 * 3600
# A drawing may hold styles; were it opened by itself, it could do nothing else.
ALONE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@require_safe
@door(Ability.SEE_HOUSE)
def picture(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Somebody's picture, kept by the browser of whoever saw it. 404 where there is none."""
    person = User.objects.filter(public_id=public_id).select_related("picture").first()
    if person is None or person.picture is None:
        raise Http404
    content = read_stored(person.picture)
    kind = kind_of_picture(content) or "application/octet-stream"
    answer = HttpResponse(content, content_type=kind)
    answer["Cache-Control"] = f"private, max-age={WEEK}"
    answer["Content-Security-Policy"] = ALONE
    return answer
