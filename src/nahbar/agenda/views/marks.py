"""Outcomes of items of Today that are no tasks."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nahbar.agenda.forms.tasks import HandOverForm, ReasonForm, RefusableForm
from nahbar.agenda.models import TodayMark
from nahbar.agenda.operations.marks import mark_item, unmark
from nahbar.agenda.undoing import undo_of_mark
from nahbar.agenda.views.answering import answered, answers_in, asking, is_done, put_back
from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.models import User
from nahbar.core.today import Item, items_for

Outcome = TodayMark.Outcome


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.KEEP_AGENDA)
def mark(request: HttpRequest) -> HttpResponse:
    """Keep the outcome; handing over and "not needed" ask first."""
    person, now = person_in(request), clock.now()
    asked = request.POST if "item" in request.POST else request.GET
    outcome = asked.get("outcome", "")
    item = _item(asked.get("item", ""), person, outcome)
    if isinstance(item, TodayMark):
        return answered(request, undo_of_mark(item), item.item)
    form = _form(request, outcome, person)
    kept: list[TodayMark] = []

    def act() -> None:
        said = form.cleaned_data
        to, reason = said.get("to"), said.get("reason", "")
        kept.append(mark_item(item, outcome, reason=reason, to=to, by=person, at=now))

    if is_done(form, act):
        return answered(request, undo_of_mark(kept[0]), item.key)
    titles = {Outcome.HANDED: _("Hand over"), Outcome.NOT_NEEDED: _("Not needed")}
    title = titles.get(Outcome(outcome), item.title)
    return asking(request, form, item.key, title=title, submit=_("Save"), quote=item.title)


@require_POST
@door(Ability.KEEP_AGENDA)
def unmarked(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take one's own outcome back. What is back already stays so."""
    person, now = person_in(request), clock.now()
    found = TodayMark.objects.filter(public_id=public_id, person=person).first()
    if found is None:
        raise Http404
    unmark(found, by=person, at=now)
    return put_back(request, found.item, person, now)


@require_safe
@door(Ability.SEE_AGENDA)
def row(request: HttpRequest) -> HttpResponse:
    """One row of Today as it stands, after a question that was not answered."""
    return put_back(request, request.GET.get("item", ""), person_in(request), clock.now())


def _item(key: str, person: User, outcome: str) -> Item | TodayMark:
    """One of the items that lie before this person, nothing else; or the mark it has already."""
    if outcome not in Outcome.values:
        raise Http404
    for item in items_for(person, clock.now()):
        if item.key == key and not item.actions:
            return item
    marks = TodayMark.objects.select_related("task__owner")
    found = marks.filter(item=key, person=person, outcome=outcome).first()
    if found is None:
        raise Http404
    return found


def _form(request: HttpRequest, outcome: str, person: User) -> RefusableForm:
    data = answers_in(request)
    if outcome == Outcome.HANDED:
        return HandOverForm(data, but=person)
    return ReasonForm(data) if outcome == Outcome.NOT_NEEDED else RefusableForm(data)
