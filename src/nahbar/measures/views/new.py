"""Holding a finding: from any figure or chart, in one tap."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.figures import FigureKind, Reading
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer
from nahbar.customers.names import name_of
from nahbar.customers.queries import access_customer, numbers_of
from nahbar.measures import words
from nahbar.measures.figures import figure_kind, read_figure, visible_kinds
from nahbar.measures.forms import FIELD_OF, GoalForm, MeasureForm, RefusableForm, SaidForm
from nahbar.measures.operations.findings import note_finding
from nahbar.measures.views.answering import answers_in, led_on


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.WRITE_FINDINGS)
def new(request: HttpRequest) -> HttpResponse:
    """Show the figure as it stands; keep what is said of it, perhaps with a goal and a measure."""
    person = person_in(request)
    kind, subject = _asked_about(request, person)
    data = answers_in(request)
    forms = (
        SaidForm(data),
        GoalForm(data, kinds=kinds_for(person, kind, subject), is_optional=True),
        MeasureForm(data, person=person, is_optional=True),
    )
    if request.method == "POST" and all(form.errors == {} for form in forms):
        said, goal, measure = forms
        try:
            finding = note_finding(
                kind.key,
                said.cleaned_data["said"],
                subject=subject,
                goal=goal.wish,
                measure=measure.wish,
                by=person,
                at=clock.now(),
            )
        except Refused as refusal:
            _refuse(forms, refusal)
        else:
            return led_on(request, _("Your finding is kept."), "finding", finding.public_id)
    reading = read_figure(kind, subject.pk if subject else None)
    return _page(request, kind, subject, reading, forms)


def kinds_for(person: User, first: FigureKind, subject: Customer | None) -> list[FigureKind]:
    """The figures a goal can be about: this one first, then all others that fit the subject."""
    others = (kind for kind in visible_kinds(person).values() if kind.key != first.key)
    return [first, *(kind for kind in others if subject or not kind.is_of_customer)]


def _asked_about(request: HttpRequest, person: User) -> tuple[FigureKind, Customer | None]:
    kind = figure_kind(request.GET.get("figure", ""), person)
    if kind is None:
        raise Http404
    if not kind.is_of_customer:
        return kind, None
    try:
        public_id = uuid.UUID(request.GET.get("customer", ""))
    except ValueError as error:
        raise Http404 from error
    return kind, access_customer(person, public_id)


def _refuse(forms: tuple[SaidForm, GoalForm, MeasureForm], refusal: Refused) -> None:
    """In the part of the page it is about: a day can be that of the goal or of the measure."""
    said, goal, measure = forms
    if refusal.code == "not_allowed":
        raise refusal
    name = FIELD_OF.get(refusal.code)
    parts: list[RefusableForm] = [part for part in (goal, measure) if name in part.fields]
    if refusal.code == "day_is_past":
        until = goal.cleaned_data.get("until")
        parts = [goal] if until and until < clock.today() else [measure]
    (parts or [said])[0].refuse(refusal)


def _page(
    request: HttpRequest,
    kind: FigureKind,
    subject: Customer | None,
    reading: Reading | None,
    forms: tuple[SaidForm, GoalForm, MeasureForm],
) -> HttpResponse:
    said, goal, measure = forms
    name = name_of(subject, numbers_of([subject.pk]).get(subject.pk, [])) if subject else ""
    shows = {
        "kind": kind,
        "reading": reading,
        "shown": words.shown(reading, kind) if reading else None,
        "subject": subject,
        "subject_name": name,
        "figure_url": kind.url(subject.public_id if subject else None),
        "said": said,
        "goal": goal,
        "measure": measure,
    }
    has_errors = any(form.errors for form in forms)
    return render(request, "measures/new.html", shows, status=422 if has_errors else 200)
