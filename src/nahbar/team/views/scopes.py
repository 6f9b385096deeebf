"""Whose customers a colleague sees: looked at and set by those who lead."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nahbar.core import clock
from nahbar.core.access import Ability, Role
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.faces import face_of_person
from nahbar.core.models import User
from nahbar.core.refusing import is_done
from nahbar.team.models import Scope
from nahbar.team.operations.scopes import set_scope
from nahbar.team.scope_words import ScopeForm, scope_line


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.SET_SCOPES)
def scope(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """All customers, those of some branches, or only their own."""
    by = person_in(request)
    person = User.objects.filter(public_id=public_id, is_active=True).first()
    if person is None:
        raise Http404
    known = Scope.objects.prefetch_related("branches").filter(person=person).first()
    form = ScopeForm(request.POST or None, scope=known)
    may_set = person.pk != by.pk and person.role != Role.OWNER
    if is_done(form, lambda said: set_scope(person, **said, by=by, at=clock.now())):
        messages.success(request, _("Saved."))
        return redirect("team")
    shows = {
        "form": form if may_set or form.errors else None,
        "face": face_of_person(person),
        "is_own": person.pk == by.pk,
        "line": scope_line(person, known),
        "who": person,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "team/scope.html", shows, status=status)
