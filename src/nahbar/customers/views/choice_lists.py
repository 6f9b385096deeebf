"""Lists of values, and each of their values."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.models import User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.core.refusing import told_in
from nahbar.customers.models import Choice, ChoiceList, OwnValue
from nahbar.customers.operations.choice_lists import (
    add_choices,
    bring_choice_back,
    make_list,
    move_choice,
    rename_choice,
    rename_list,
    retire_choice,
)
from nahbar.customers.operations.merge_words import merge_choices, part_choices
from nahbar.customers.own_fields.forms import ChoiceForm, ListForm, MergeForm
from nahbar.customers.typed import word_key

ROWS = 100
STEPS = {"up": -1, "down": 1}


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.DEFINE_FIELDS)
def list_new(request: HttpRequest) -> HttpResponse:
    """Make a list of values."""
    form = ListForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            words = form.cleaned_data["words"].splitlines()
            made = make_list(
                form.cleaned_data["name"], words, by=person_in(request), at=clock.now()
            )
            return redirect("choice_list", made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "customers/fields/list_new.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.DEFINE_FIELDS)
def choice_list(request: HttpRequest, pk: int) -> HttpResponse:
    """A list with a hundred of its values, found by a word in them; rename it, add to it."""
    found = get_object_or_404(ChoiceList, pk=pk)
    form = ListForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            _change(found, form, person_in(request))
            messages.success(request, _("Saved."))
            return redirect("choice_list", found.pk)
    text, after = request.GET.get("q", "").strip()[:100], request.GET.get("after", "")
    choices = found.choices.filter(key__contains=word_key(text)) if text else found.choices.all()
    if after.isascii() and after.isdecimal() and len(after) < 10:
        choices = choices.filter(position__gt=int(after))
    rows = list(choices.select_related("merged_into").order_by("position", "pk")[: ROWS + 1])
    shows = {
        "choice_list": found,
        "form": form,
        "text": text,
        "rows": rows[:ROWS],
        "more": rows[ROWS - 1].position if len(rows) > ROWS else None,
        "fields": [field.called for field in found.fields.order_by("position")],
    }
    status = 422 if form.errors else 200
    return render(request, "customers/fields/list.html", shows, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.DEFINE_FIELDS)
def choice(request: HttpRequest, pk: int) -> HttpResponse:
    """One value: rename it, or merge it into another of its list."""
    found = get_object_or_404(Choice.objects.select_related("choice_list"), pk=pk, merged_into=None)
    is_merging = "merge-into" in request.POST
    naming = ChoiceForm(None if is_merging else request.POST or None, choice=found)
    merging = MergeForm(request.POST if is_merging else None)
    form = merging if is_merging else naming
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            if is_merging:
                _merge(found, merging.cleaned_data["into"], person_in(request))
            else:
                rename_choice(found, **form.cleaned_data, by=person_in(request), at=clock.now())
            messages.success(request, _("Saved."))
            return redirect("choice_list", found.choice_list_id)
    shows = {
        "choice": found,
        "naming": naming,
        "merging": merging,
        "count": OwnValue.objects.filter(choice=found).count(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "customers/fields/choice.html", shows, status=status)


@require_POST
@door(Ability.DEFINE_FIELDS)
def choice_turn(request: HttpRequest, pk: int, way: str) -> HttpResponse:
    """`retire` it, bring it `back`, `part` it from what it was merged into, move it `up` or `down`."""
    found, person, now = get_object_or_404(Choice, pk=pk), person_in(request), clock.now()
    try:
        match way:
            case "retire":
                retire_choice(found, by=person, at=now)
            case "back":
                bring_choice_back(found, by=person, at=now)
            case "part":
                part_choices(found, by=person, at=now)
            case "up" | "down":
                move_choice(found, STEPS[way], by=person, at=now)
            case _:
                raise Http404
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("choice_list", found.choice_list_id)


@transaction.atomic
def _change(found: ChoiceList, form: ListForm, person: User) -> None:
    rename_list(found, form.cleaned_data["name"], by=person, at=clock.now())
    add_choices(found, form.cleaned_data["words"].splitlines(), by=person, at=clock.now())


def _merge(found: Choice, word: str, person: User) -> None:
    others = Choice.objects.filter(choice_list=found.choice_list_id, merged_into=None)
    meant = Q(key=word_key(word.strip())) | Q(label_en__iexact=word.strip())
    into = others.filter(meant).first()
    if into is None:
        told = _("“%(value)s” is not in the list.") % {"value": word}
        raise Refused("choice_unknown", told)
    merge_choices(found, into, by=person, at=clock.now())
