"""Tasks: one's own as a list, one with its history, a new one, a changed one."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nahbar.agenda.forms.tasks import NewTaskForm, TaskForm
from nahbar.agenda.listing import task_lines
from nahbar.agenda.models import Task
from nahbar.agenda.operations.add import add_task
from nahbar.agenda.operations.agree import as_wish, read_words
from nahbar.agenda.operations.change import change_task
from nahbar.agenda.operations.checks import local_day
from nahbar.agenda.queries import (  # fmt: skip
    access_task,
    open_ideas_by,
    page_of_tasks,
    people_who_may_own,
    steps_of,
)
from nahbar.agenda.repeats import repeat_of
from nahbar.agenda.steps import told_step
from nahbar.agenda.telling import due_in_words, is_late
from nahbar.agenda.today import task_actions
from nahbar.agenda.undoing import undo_in
from nahbar.agenda.views.answering import answers_in, is_done, way_back
from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.faces import face_of_person
from nahbar.core.models import User
from nahbar.customers.models import Customer
from nahbar.customers.operations.change import ChangedMeanwhile
from nahbar.customers.queries import access_customer, face_of_one


@require_safe
@door(Ability.SEE_AGENDA)
def tasks(request: HttpRequest) -> HttpResponse:
    """One's own, the open ones or those that are settled."""
    person, now = person_in(request), clock.now()
    is_open = request.GET.get("state", "") != "settled"
    page = page_of_tasks(person, is_open=is_open, after=_key(request.GET.get("after", "")))
    address = reverse("tasks")
    more = "" if is_open else "state=settled&"
    shows = {
        "lines": task_lines(page.tasks, person, now),
        "states": [
            {"label": _("open"), "url": address, "is_current": is_open},
            {"label": _("settled"), "url": f"{address}?state=settled", "is_current": not is_open},
        ],
        "later": f"{address}?{more}after={page.after}" if page.after else "",
        "is_open": is_open,
        "ideas": open_ideas_by(person) if is_open else [],
        "may_add": may(person, Ability.KEEP_AGENDA),
        "undo": undo_in(request),
        "back": request.path,
    }
    return render(request, "agenda/tasks.html", shows)


@require_safe
@door(Ability.SEE_AGENDA)
def task(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One task, what can be done with it, and what was done."""
    person, now = person_in(request), clock.now()
    found = access_task(person, public_id)
    customer = found.customer
    shows = {
        "task": found,
        "owner": face_of_person(found.owner),
        "customer": customer,
        "customer_face": face_of_one(customer) if customer else None,
        "due": due_in_words(found, local_day(now)),
        "is_late": is_late(found, now),
        "repeat": repeat_of(found.repeat).label if found.repeat else "",
        "may_act": may(person, Ability.KEEP_AGENDA),
        "actions": task_actions(found, is_asked=False)[:-1] if found.is_open else (),
        "history": [told_step(step) for step in steps_of(found)],
        "undo": undo_in(request),
        "back": request.path,
    }
    return render(request, "agenda/task.html", shows)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.KEEP_AGENDA)
def new(request: HttpRequest) -> HttpResponse:
    """One more, about nobody in particular."""
    return _new(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.KEEP_AGENDA)
def new_for(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One more for a customer."""
    return _new(request, access_customer(person_in(request), public_id))


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.KEEP_AGENDA)
def change(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Otherwise; where somebody else was quicker, that is said, and sent again it is meant."""
    person, now = person_in(request), clock.now()
    found = access_task(person, public_id)
    form = TaskForm(answers_in(request), task=found)

    def act() -> None:
        try:
            change_task(found, form.wish, seen=form.was, by=person, at=now)
        except ChangedMeanwhile:
            form.beside(Task.objects.select_related("owner").get(pk=found.pk))
            raise

    if is_done(form, act):
        messages.success(request, _("Saved."))
        return redirect("task", found.public_id)
    shows = {"form": form, "title": _("Change"), "submit": _("Save"), "quote": found.title}
    shows |= {"back": reverse("task", args=[found.public_id]), "action": request.path}
    return render(request, "agenda/form.html", shows, status=422 if form.errors else 200)


def _new(request: HttpRequest, customer: Customer | None) -> HttpResponse:
    person, now = person_in(request), clock.now()
    people = list(people_who_may_own())
    form = NewTaskForm(answers_in(request))

    def act() -> None:
        said = form.cleaned_data
        found = read_words(said["words"], people, now, usually="task")
        wish = form.over(as_wish(found, people, person, now))
        if customer is None and not said["kind"]:
            wish = replace(wish, kind=Task.Kind.TASK)
        add_task(wish, customer=customer, once=said["once"], by=person, at=now)

    home = reverse("customer", args=[customer.public_id]) if customer else reverse("tasks")
    if not _asks_for_day(form, people, now) and is_done(form, act):
        messages.success(request, _("Noted."))
        return redirect(way_back(request, home))
    shows = {
        "form": form,
        "customer": customer,
        "face": face_of_one(customer) if customer else face_of_person(person),
        "back": way_back(request, home),
    }
    return render(request, "agenda/new.html", shows, status=422 if form.errors else 200)


def _asks_for_day(form: NewTaskForm, people: list[User], at: datetime) -> bool:
    """Whether no day was said or read: then tomorrow stands there, to be agreed to or changed."""
    if not form.is_bound or not form.is_valid() or form.cleaned_data["due_on"]:
        return False
    if read_words(form.cleaned_data["words"], people, at, usually="task").due:
        return False
    form.replace_answer("due_on", (local_day(at) + timedelta(days=1)).isoformat())
    form.add_error("due_on", _("Until when? Tomorrow is suggested."))
    return True


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
