"""The list of findings, one finding with everything, and changing or ending it."""

import uuid
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.models import User
from nahbar.measures.changes import in_words
from nahbar.measures.forms import EndForm, SaidForm
from nahbar.measures.models import Finding
from nahbar.measures.operations.findings import change_finding, close_finding, withdraw_finding
from nahbar.measures.queries import Wanted, access_finding, history_of, page_of_findings, with_all
from nahbar.measures.telling import tell
from nahbar.measures.views.answering import answers_in, form_page, is_done, led_on

Link = dict[str, object]
STATES = {Finding.State.OPEN, Finding.State.CLOSED}


@require_safe
@door(Ability.SEE_FINDINGS)
def findings(request: HttpRequest) -> HttpResponse:
    """All findings, newest first; mine, open ones, closed ones."""
    person = person_in(request)
    wanted = _wanted(request)
    page = page_of_findings(person, wanted)
    shows = {
        "findings": tell(page.findings, person, clock.today()),
        "whose": _choices(wanted, "who", [("", _("Everybody’s")), ("mine", _("Mine"))]),
        "states": _choices(
            wanted, "state", [("", _("All")), ("open", _("Open")), ("closed", _("Closed"))]
        ),
        "newest_url": _address(wanted.who, wanted.state) if wanted.before else "",
        "older_url": _address(wanted.who, wanted.state, page.older) if page.older else "",
        "is_filtered": bool(wanted.who or wanted.state or wanted.before),
    }
    return render(request, "measures/findings.html", shows)


@require_safe
@door(Ability.SEE_FINDINGS)
def finding(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One finding: what was said, the figure then and now, goals, measures, and who did what."""
    person = person_in(request)
    found = with_all(access_finding(person, public_id), person)
    may_write = may(person, Ability.WRITE_FINDINGS) and found.state == Finding.State.OPEN
    shows = {
        "told": tell([found], person, clock.today())[0],
        "history": [in_words(entry, found) for entry in history_of(found)],
        "may_write": may_write,
        "may_change_words": may_write and found.author_id == person.pk,
    }
    return render(request, "measures/finding.html", shows)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.WRITE_FINDINGS)
def change(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say it in other words."""
    person = person_in(request)
    found = access_finding(person, public_id)
    form = SaidForm(answers_in(request), finding=found)

    def act() -> None:
        said, seen = form.cleaned_data["said"], form.cleaned_data["seen"]
        change_finding(found, said, seen=seen, by=person, at=clock.now())

    if request.method == "POST" and is_done(form, act):
        return led_on(request, _("Saved."), "finding", found.public_id)
    back = reverse("finding", args=[found.public_id])
    return form_page(request, form, title=_("In other words"), back=back, submit=_("Save"))


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.WRITE_FINDINGS)
def close(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Close it with what came of it."""
    return _ending(
        request,
        public_id,
        close_finding,
        _("Close this finding"),
        _("What came of it?"),
        _("Close"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.WRITE_FINDINGS)
def withdraw(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Withdraw it with the reason."""
    title, label = _("Withdraw this finding"), _("Why does it not hold?")
    return _ending(request, public_id, withdraw_finding, title, label, _("Withdraw"))


def _ending(
    request: HttpRequest,
    public_id: uuid.UUID,
    end: Callable[..., Finding],
    title: str,
    label: str,
    submit: str,
) -> HttpResponse:
    person, now = person_in(request), clock.now()
    found = access_finding(person, public_id)
    form = EndForm(answers_in(request), label=label)
    if request.method == "POST" and is_done(form, lambda: _end(end, found, form, person, now)):
        return led_on(request, _("Saved."), "finding", found.public_id)
    back = reverse("finding", args=[found.public_id])
    return form_page(request, form, title=title, back=back, submit=submit, quote=found.said)


def _end(
    end: Callable[..., Finding], found: Finding, form: EndForm, person: User, now: datetime
) -> None:
    end(found, form.cleaned_data["words"], by=person, at=now)


def _wanted(request: HttpRequest) -> Wanted:
    state, who = request.GET.get("state", ""), request.GET.get("who", "")
    try:
        before = uuid.UUID(request.GET.get("before", ""))
    except ValueError:
        before = None
    return Wanted("mine" if who == "mine" else "", state if state in STATES else "", before)


def _choices(wanted: Wanted, name: str, offered: list[tuple[str, str]]) -> list[Link]:
    links = []
    for value, label in offered:
        who, state = (value, wanted.state) if name == "who" else (wanted.who, value)
        is_current = (who, state) == (wanted.who, wanted.state)
        links.append({"label": label, "url": _address(who, state), "is_current": is_current})
    return links


def _address(who: str, state: str, before: uuid.UUID | None = None) -> str:
    asked = {"who": who, "state": state, "before": before}
    said = {name: value for name, value in asked.items() if value}
    return reverse("findings") + (f"?{urlencode(said)}" if said else "")
