"""Who comes today: the page at the counter, which keeps itself up to date."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nahbar.agenda.models import Appointment
from nahbar.agenda.operations.appointments import settle_appointment
from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.reception.visitors import COMING, Status, expected_on_day, tag_of_day, visitors_of
from nahbar.team.models import Branch

SAID = {"came": Status.CAME, "missed": Status.MISSED, "planned": Status.PLANNED}


@require_safe
@door(Ability.SEE_AGENDA)
def visitors(request: HttpRequest) -> HttpResponse:
    """The whole page."""
    now, branch = clock.now(), _branch(request)
    expected = expected_on_day(now, by=person_in(request), branch=branch)
    shows = {
        **_shown(request, expected, now),
        "day": clock.today(),
        "tag": tag_of_day(expected, now),
        "now_url": f"{reverse('visitors_now')}{f'?branch={branch.pk}' if branch else ''}",
        "branches": _branches(branch),
    }
    return render(request, "reception/visitors.html", shows)


@require_safe
@door(Ability.SEE_AGENDA)
def now(request: HttpRequest) -> HttpResponse:
    """What the page asks for while it is open; 304 while nothing is new."""
    at = clock.now()
    expected = expected_on_day(at, by=person_in(request), branch=_branch(request))
    tag = tag_of_day(expected, at)
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    answer = render(request, "reception/expected.html", _shown(request, expected, at))
    answer["ETag"] = tag
    return answer


@require_POST
@door(Ability.KEEP_AGENDA)
def arrival(request: HttpRequest, appointment: uuid.UUID) -> HttpResponse:
    """They came, did not come, or neither is said yet."""
    found = get_object_or_404(Appointment, public_id=appointment, kind__in=COMING)
    status = SAID.get(request.POST.get("status", ""))
    if status is None:
        raise Http404
    settle_appointment(found, status, version=None, by=person_in(request), at=clock.now())
    messages.success(request, _("Noted."))
    branch = _branch(request)
    return redirect(f"{reverse('visitors')}{f'?branch={branch.pk}' if branch else ''}")


def _shown(request: HttpRequest, expected: list[Appointment], at: datetime) -> dict[str, Any]:
    person = person_in(request)
    waiting, settled = visitors_of(expected, by=person, at=at)
    return {
        "waiting": waiting,
        "settled": settled,
        "may_settle": may(person, Ability.KEEP_AGENDA),
        "may_note": may(person, Ability.EDIT_CUSTOMERS),
    }


def _branch(request: HttpRequest) -> Branch | None:
    """Whose counter it is; of all, where none is named or known."""
    key = request.GET.get("branch", "")
    is_key = key.isascii() and key.isdecimal() and len(key) < 19
    return Branch.objects.filter(pk=int(key)).first() if is_key else None


def _branches(chosen: Branch | None) -> list[dict[str, Any]]:
    """A link for each counter, where there are several."""
    branches = list(Branch.objects.order_by("name"))
    if len(branches) < 2:
        return []
    page = reverse("visitors")
    every = {"label": _("All branches"), "url": page, "is_current": chosen is None}
    return [every, *(
        {"label": one.name, "url": f"{page}?branch={one.pk}", "is_current": one == chosen}
        for one in branches
    )]  # fmt: skip
