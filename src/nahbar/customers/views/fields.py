"""The fields the house makes for itself: the list of them, and each one's page."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.core.refusing import told_in
from nahbar.customers.models import ChoiceList, OwnField, OwnValue
from nahbar.customers.models.own_fields import LISTED, OwnKind
from nahbar.customers.operations.choice_lists import make_list
from nahbar.customers.operations.own_fields import (
    bring_field_back,
    change_field,
    define_field,
    move_field,
    retire_field,
)
from nahbar.customers.operations.own_kinds import BECOMES, change_kind, preview_kind
from nahbar.customers.own_fields.definitions import definitions_in
from nahbar.customers.own_fields.forms import FieldForm, KindForm

STEPS = {"up": -1, "down": 1}


@require_safe
@door(Ability.DEFINE_FIELDS)
def fields(request: HttpRequest) -> HttpResponse:
    """All fields in their order, those that are retired, and the lists of values."""
    retired = OwnField.objects.exclude(retired_at=None).order_by("label", "pk")
    shows = {
        "in_use": definitions_in(request).fields,
        "retired": list(retired),
        "lists": list(ChoiceList.objects.order_by("name")),
    }
    return render(request, "customers/fields/fields.html", shows)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.DEFINE_FIELDS)
def field_new(request: HttpRequest) -> HttpResponse:
    """Make a field."""
    form = FieldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            made = _define(form, person_in(request))
            messages.success(request, _("The field “%(field)s” is there.") % {"field": made.called})
            return redirect("fields")
    shows = {"form": form, "field": None, "count": 0}
    status = 422 if request.method == "POST" else 200
    return render(request, "customers/fields/field.html", shows, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.DEFINE_FIELDS)
def field(request: HttpRequest, key: str) -> HttpResponse:
    """Show and change a field."""
    found = _field(key)
    form = FieldForm(request.POST or None, field=found)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            change_field(found, by=person_in(request), at=clock.now(), **form.said())
            messages.success(request, _("Saved."))
            return redirect("fields")
    values = OwnValue.objects.filter(field=found)
    shows = {
        "form": form,
        "field": found,
        "count": values.count(),
        "becomes": BECOMES[OwnKind(found.kind)],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "customers/fields/field.html", shows, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.DEFINE_FIELDS)
def field_kind(request: HttpRequest, key: str) -> HttpResponse:
    """Tell how many values would fit another kind; sent with `confirm`, change it."""
    found, person = _field(key), person_in(request)
    form = KindForm(request.POST or None, field=found, kinds=list(BECOMES[OwnKind(found.kind)]))
    fits = None
    if request.method == "POST" and form.is_valid():
        kind, choice_list = form.cleaned_data["kind"], form.cleaned_data.get("choice_list")
        with told_in(form):
            if "confirm" in request.POST:
                change_kind(found, kind, choice_list=choice_list, by=person, at=clock.now())
                messages.success(request, _("Saved."))
                return redirect("field", found.key)
            fits = preview_kind(found, kind, choice_list)
    shows = {"form": form, "field": found, "fits": fits}
    status = 422 if form.errors else 200
    return render(request, "customers/fields/kind.html", shows, status=status)


@require_POST
@door(Ability.DEFINE_FIELDS)
def field_retire(request: HttpRequest, key: str) -> HttpResponse:
    """Take a field out of use."""
    retired = retire_field(_field(key), by=person_in(request), at=clock.now())
    told = _("“%(field)s” is out of use; its values are kept.")
    messages.success(request, told % {"field": retired.called})
    return redirect("fields")


@require_POST
@door(Ability.DEFINE_FIELDS)
def field_back(request: HttpRequest, key: str) -> HttpResponse:
    """Put a field into use again."""
    try:
        bring_field_back(_field(key), by=person_in(request), at=clock.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("fields")


@require_POST
@door(Ability.DEFINE_FIELDS)
def field_move(request: HttpRequest, key: str, way: str) -> HttpResponse:
    """Move a field up or down by one."""
    if way not in STEPS:
        raise Http404
    move_field(_field(key), STEPS[way], by=person_in(request), at=clock.now())
    return redirect("fields")


@transaction.atomic
def _define(form: FieldForm, person: User) -> OwnField:
    """The field, with its list where it is to have a new one."""
    said, now = form.said(), clock.now()
    if said["kind"] in LISTED and said["choice_list"] is None:
        words = form.cleaned_data["words"].splitlines()
        said["choice_list"] = make_list(said["label"], words, by=person, at=now)
    return define_field(said.pop("label"), said.pop("kind"), by=person, at=now, **said)


def _field(key: str) -> OwnField:
    found = OwnField.objects.filter(key=key).select_related("choice_list").first()
    if found is None:
        raise Http404
    return found
