"""Planning a measure, and seeing it through."""

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.measures.forms import EndForm, MeasureForm
from nahbar.measures.models import Measure
from nahbar.measures.operations.measures import (
    change_measure,
    drop_measure,
    finish_measure,
    plan_measure,
    start_measure,
)
from nahbar.measures.queries import access_finding, access_measure, visible_findings
from nahbar.measures.telling import tell_measure
from nahbar.measures.views.answering import answers_in, form_page, is_done, led_on


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.WRITE_FINDINGS)
def new(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One more measure for a finding."""
    person = person_in(request)
    finding = access_finding(person, public_id)
    form = MeasureForm(answers_in(request), person=person)

    def act() -> None:
        if wish := form.wish:
            plan_measure(finding, wish, by=person, at=clock.now())

    if request.method == "POST" and is_done(form, act):
        return led_on(request, _("Planned."), "finding", finding.public_id)
    back = reverse("finding", args=[finding.public_id])
    title, submit = _("Plan a measure"), _("Plan")
    return form_page(request, form, title=title, back=back, submit=submit, quote=finding.said)


@require_safe
@door(Ability.SEE_FINDINGS)
def measure(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One measure; its finding only for who may see it."""
    person = person_in(request)
    found = access_measure(person, public_id)
    about = visible_findings(person).filter(pk=found.finding_id).select_related("author").first()
    shows = {
        "told": tell_measure(found, clock.today()),
        "finding": about,
        "may_write": found.is_open and may(person, Ability.WRITE_FINDINGS),
    }
    return render(request, "measures/measure.html", shows)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.WRITE_FINDINGS)
def change(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Plan it otherwise; where somebody else was quicker, both are shown."""
    person = person_in(request)
    found = access_measure(person, public_id)
    form = MeasureForm(answers_in(request), person=person, measure=found)

    def act() -> None:
        if wish := form.wish:
            seen = form.cleaned_data["seen"]
            change_measure(found, wish, seen=seen, by=person, at=clock.now())

    if request.method == "POST" and is_done(form, act):
        return led_on(request, _("Saved."), "measure", found.public_id)
    return _form(request, form, found, _("Change the measure"), _("Save"))


@require_POST
@door(Ability.WRITE_FINDINGS)
def start(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Somebody has begun."""
    person = person_in(request)
    found = start_measure(access_measure(person, public_id), by=person, at=clock.now())
    return led_on(request, _("Begun."), "measure", found.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.WRITE_FINDINGS)
def finish(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """It is done; perhaps with what it brought."""
    form = EndForm(answers_in(request), label=_("What did it bring?"), is_optional=True)
    return _ending(request, public_id, form, finish_measure, _("It is done"), _("Done"))


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.WRITE_FINDINGS)
def drop(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """It will not be done, and why."""
    form = EndForm(answers_in(request), label=_("Why will it not be done?"))
    return _ending(request, public_id, form, drop_measure, _("Drop the measure"), _("Drop"))


def _ending(
    request: HttpRequest,
    public_id: uuid.UUID,
    form: EndForm,
    end: Callable[..., Measure],
    title: str,
    submit: str,
) -> HttpResponse:
    person = person_in(request)
    found = access_measure(person, public_id)

    def act() -> None:
        end(found, form.cleaned_data["words"], by=person, at=clock.now())

    if request.method == "POST" and is_done(form, act):
        return led_on(request, _("Saved."), "measure", found.public_id)
    return _form(request, form, found, title, submit)


def _form(
    request: HttpRequest, form: EndForm | MeasureForm, found: Measure, title: str, submit: str
) -> HttpResponse:
    back = reverse("measure", args=[found.public_id])
    return form_page(request, form, title=title, back=back, submit=submit, quote=found.title)
