"""For what the house asks consent, in which words, about which topics: edited by who leads."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.refusing import is_done
from nahbar.privacy import consent_catalogue as catalogue
from nahbar.privacy.consent_forms import PurposeForm, TopicForm
from nahbar.privacy.models import Topic
from nahbar.privacy.operations.catalogue import (
    add_purpose,
    add_topic,
    bring_purpose_back,
    bring_topic_back,
    change_purpose,
    change_topic,
    retire_purpose,
    retire_topic,
)

PAGE = "consent_catalogue"


@require_safe
@door(Ability.LEAD_PRIVACY)
def all_of_it(request: HttpRequest) -> HttpResponse:
    """Purposes with their sentences, topics, and what is no longer asked for."""
    return _all(request, TopicForm(), 200)


@require_POST
@door(Ability.LEAD_PRIVACY)
def topics(request: HttpRequest) -> HttpResponse:
    """Add a topic."""
    form = TopicForm(request.POST)
    person = person_in(request)
    if is_done(form, lambda said: add_topic(said, by=person, at=clock.now())):
        return _saved(request)
    return _all(request, form, 422)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.LEAD_PRIVACY)
def purpose_new(request: HttpRequest) -> HttpResponse:
    """One more purpose."""
    form, person = PurposeForm(request.POST or None), person_in(request)
    if is_done(form, lambda said: add_purpose(said, by=person, at=clock.now())):
        return _saved(request)
    return _entry(request, form, _("New purpose"))


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.LEAD_PRIVACY)
def purpose(request: HttpRequest, key: str) -> HttpResponse:
    """Labels, rules and the sentence of one; earlier sentences below."""
    found = _purpose(key)
    form, person = PurposeForm(request.POST or None, offered=found), person_in(request)
    if is_done(form, lambda said: change_purpose(found.purpose, said, by=person, at=clock.now())):
        return _saved(request)
    shows = {
        "retire_url": reverse("consent_purpose_end", args=[key]),
        "wordings": list(found.purpose.wordings.select_related("by").order_by("-number")[1:])
        if found.purpose.pk
        else [],
    }
    return _entry(request, form, found.purpose.called, **shows)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.LEAD_PRIVACY)
def topic(request: HttpRequest, key: str) -> HttpResponse:
    """What one topic is called."""
    found, person = get_object_or_404(Topic, key=key), person_in(request)
    named = {"label": found.label, "label_en": found.label_en}
    form = TopicForm(request.POST or None, initial=named)
    if is_done(form, lambda said: change_topic(found, said, by=person, at=clock.now())):
        return _saved(request)
    return _entry(request, form, found.called, retire_url=reverse("consent_topic_end", args=[key]))


@require_POST
@door(Ability.LEAD_PRIVACY)
def purpose_end(request: HttpRequest, key: str) -> HttpResponse:
    """It is no longer asked for."""
    return _decided(request, _purpose(key).purpose, retire_purpose)


@require_POST
@door(Ability.LEAD_PRIVACY)
def purpose_return(request: HttpRequest, key: str) -> HttpResponse:
    """It is asked for again."""
    return _decided(request, _purpose(key, retired=True).purpose, bring_purpose_back)


@require_POST
@door(Ability.LEAD_PRIVACY)
def topic_end(request: HttpRequest, key: str) -> HttpResponse:
    """It is no longer asked for."""
    return _decided(request, get_object_or_404(Topic, key=key), retire_topic)


@require_POST
@door(Ability.LEAD_PRIVACY)
def topic_return(request: HttpRequest, key: str) -> HttpResponse:
    """It is asked for again."""
    return _decided(request, get_object_or_404(Topic, key=key), bring_topic_back)


def _purpose(key: str, *, retired: bool = False) -> catalogue.Offered:
    every = (*catalogue.offered(retired=retired), *catalogue.offered(retired=not retired))
    found = next((one for one in every if one.purpose.key == key), None)
    if found is None:
        raise Http404
    return found


def _decided(request: HttpRequest, kept: Any, decide: Callable[..., Any]) -> HttpResponse:
    at: datetime = clock.now()
    decide(kept, by=person_in(request), at=at)
    return _saved(request)


def _saved(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(PAGE)


def _entry(
    request: HttpRequest, form: PurposeForm | TopicForm, heading: str, **shows: Any
) -> HttpResponse:
    told = {"form": form, "heading": heading, "retire_url": "", "wordings": [], **shows}
    status = 422 if request.method == "POST" else 200
    return render(request, "privacy/catalogue_entry.html", told, status=status)


def _all(request: HttpRequest, form: TopicForm, status: int) -> HttpResponse:
    shows = {
        "purposes": catalogue.offered(),
        "retired": catalogue.offered(retired=True),
        "topics": catalogue.topics(),
        "retired_topics": catalogue.topics(retired=True),
        "form": form,
    }
    return render(request, "privacy/catalogue.html", shows, status=status)
