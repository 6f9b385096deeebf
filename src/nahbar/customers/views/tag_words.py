"""The words that hang on customers: how many have each, their names, which are one."""

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.models import User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.core.refusing import told_in
from nahbar.customers.models import Tag
from nahbar.customers.operations.merge_words import merge_tags, part_tags
from nahbar.customers.operations.source_tags import HUNG
from nahbar.customers.operations.tag_words import bring_tag_back, rename_tag, retire_tag
from nahbar.customers.own_fields.forms import MergeForm, TagNameForm
from nahbar.customers.typed import word_key

ROWS = 100


@require_safe
@door(Ability.DEFINE_FIELDS)
def tag_words(request: HttpRequest) -> HttpResponse:
    """A hundred tags at a time, in the order of the alphabet, with how many customers have each."""
    text, after = request.GET.get("q", "").strip()[:60], request.GET.get("after", "")[:180]
    tags = Tag.objects.filter(key__contains=word_key(text)) if text else Tag.objects.all()
    ordered = tags.filter(key__gt=after) if after else tags
    rows = list(ordered.select_related("merged_into").order_by("key")[: ROWS + 1])
    shown = rows[:ROWS]
    counted = HUNG.objects.filter(tag__in=[tag.pk for tag in shown]).values_list("tag")
    shows = {
        "text": text,
        "rows": shown,
        "counts": dict(counted.annotate(customers=Count("pk"))),
        "more": shown[-1].key if len(rows) > ROWS else None,
    }
    return render(request, "customers/fields/tags.html", shows)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.DEFINE_FIELDS)
def tag_word(request: HttpRequest, pk: int) -> HttpResponse:
    """One tag: rename it, or merge it into another."""
    found = get_object_or_404(Tag, pk=pk, merged_into=None)
    is_merging = "merge-into" in request.POST
    naming = TagNameForm(None if is_merging else request.POST or None, tag=found)
    merging = MergeForm(request.POST if is_merging else None)
    form = merging if is_merging else naming
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            if is_merging:
                _merge(found, merging.cleaned_data["into"], person_in(request))
            else:
                rename_tag(found, form.cleaned_data["name"], by=person_in(request), at=clock.now())
            messages.success(request, _("Saved."))
            return redirect("tag_words")
    shows = {
        "tag": found,
        "naming": naming,
        "merging": merging,
        "count": HUNG.objects.filter(tag=found).count(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "customers/fields/tag.html", shows, status=status)


@require_POST
@door(Ability.DEFINE_FIELDS)
def tag_turn(request: HttpRequest, pk: int, way: str) -> HttpResponse:
    """`retire` it, bring it `back`, `part` it from what it was merged into."""
    turns = {"retire": retire_tag, "back": bring_tag_back, "part": part_tags}
    if way not in turns:
        raise Http404
    try:
        turns[way](get_object_or_404(Tag, pk=pk), by=person_in(request), at=clock.now())
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("tag_words")


def _merge(found: Tag, word: str, person: User) -> None:
    into = Tag.objects.filter(key=word_key(word.strip()), merged_into=None).first()
    if into is None:
        told = _("There is no tag “%(value)s”.") % {"value": word}
        raise Refused("no_such_tag", told)
    merge_tags(found, into, by=person, at=clock.now())
