"""Our team: who is in the house, what they may, and the links that let them in."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nahbar.core import clock
from nahbar.core.access import Ability, Role
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.faces import face_of_person
from nahbar.core.models import User
from nahbar.core.people import add_person, change_role, close_access, open_access
from nahbar.core.reach import is_here_alone
from nahbar.core.refusing import told_in
from nahbar.core.sign_in_links import make_sign_in_link
from nahbar.team.forms import AccessForm, PersonForm, RoleForm
from nahbar.team.queries import is_owners_place


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.SET_UP_HOUSE)
def people(request: HttpRequest) -> HttpResponse:
    """List everyone; add somebody, whose link is shown this once."""
    form = PersonForm(request.POST or None)
    if request.method != "POST":
        return _page(request, form)
    owner, now = person_in(request), clock.now()
    if form.is_valid():
        said = form.cleaned_data
        with told_in(form):
            person = add_person(
                said["email"], name=said["name"], role=Role(said["role"]), by=owner, at=now
            )
            token = make_sign_in_link(person, by=owner, at=now)
            return _page(request, PersonForm(), person=person, token=token)
    return _page(request, form, status=422)


@require_POST
@door(Ability.SET_UP_HOUSE)
def role(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Give somebody another role."""
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _page(request, PersonForm(), status=422)
    new = Role(form.cleaned_data["role"])
    person = change_role(_find(public_id), new, by=person_in(request), at=clock.now())
    messages.success(request, _("%(name)s: %(role)s.") % {"name": person, "role": new.label})
    return redirect("people")


@never_cache
@require_POST
@door(Ability.SET_UP_HOUSE)
def link(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Make a new link for somebody and show it this once."""
    person = _find(public_id)
    token = make_sign_in_link(person, by=person_in(request), at=clock.now())
    return _page(request, PersonForm(), person=person, token=token)


@require_POST
@door(Ability.SET_UP_HOUSE)
def access(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Close somebody's access, or open it again."""
    form = AccessForm(request.POST)
    if not form.is_valid():
        return _page(request, PersonForm(), status=422)
    change = open_access if form.cleaned_data["access"] == "open" else close_access
    change(_find(public_id), by=person_in(request), at=clock.now())
    messages.success(request, _("Saved."))
    return redirect("people")


def _page(
    request: HttpRequest,
    form: PersonForm,
    *,
    person: User | None = None,
    token: str = "",
    status: int = 200,
) -> HttpResponse:
    link = _link(request, token) if token else ""
    listed = [
        {"who": one, "face": face_of_person(one), "line": _line(one), "role": Role(one.role).label}
        for one in User.objects.order_by("-is_active", "name", "email")
    ]
    shows = {
        "people": listed,
        "form": form,
        "roles": [(role.value, str(role.label)) for role in Role],
        "invited": person,
        "link": link,
        "is_here_alone": is_here_alone(link),
    }
    return render(request, "desk/people.html", shows, status=status)


def _link(request: HttpRequest, token: str) -> str:
    path = reverse("welcome", args=[token])
    return settings.PUBLIC_URL + path if settings.PUBLIC_URL else request.build_absolute_uri(path)


def _line(person: User) -> str:
    return "" if is_owners_place(person) else person.email


def _find(public_id: uuid.UUID) -> User:
    return get_object_or_404(User, public_id=public_id)
