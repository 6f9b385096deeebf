"""Where files arrive, and what was taken over before."""

from typing import BinaryIO, cast

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.models import Source
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.typed import on_one_line
from nahbar.intake.jobs import work_off_imports
from nahbar.intake.models import Import
from nahbar.intake.operations.resume import GO_ON
from nahbar.intake.operations.start import start_import
from nahbar.intake.queries import visible_imports

SHOWN = 30


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.SEE_IMPORTS)
def imports(request: HttpRequest) -> HttpResponse:
    """Drop files in; see what came before."""
    if request.method != "POST":
        return _page(request)
    source = _source(request)
    arrivals = [
        (file.name or _("file"), cast("BinaryIO", file.file))
        for file in request.FILES.getlist("files")
    ]
    try:
        import_run = start_import(
            arrivals,
            source_name=source,
            kind=request.POST.get("kind", ""),
            by=person_in(request),
            at=clock.now(),
        )
    except NotAllowed:
        raise
    except Refused as refusal:
        return _page(request, wrong=str(refusal))
    work_off_imports.enqueue()
    return redirect("import", import_run.public_id)


def _source(request: HttpRequest) -> str:
    """What the person calls the source; nothing stands for the house's main one."""
    named = on_one_line(request.POST.get("new_source", "")) or request.POST.get("source", "")
    return on_one_line(named)


def _brought_something() -> Q:
    """Imports that hold or held something, or still may: files that were refused are none."""
    refused = Q(state=Import.State.FAILED) & ~Q(error_code__in=GO_ON)
    discarded = Q(state=Import.State.CANCELLED)
    return ~((refused | discarded) & Q(rows_read=0))


def _page(request: HttpRequest, *, wrong: str = "") -> HttpResponse:
    person = person_in(request)
    own = {Source.HAND, Source.MAIN}
    sources = Source.objects.exclude(name__in=own).order_by("name").values_list("name", flat=True)
    imports = visible_imports(person).filter(_brought_something()).prefetch_related("files")
    context = {
        "imports": imports.order_by("-pk")[:SHOWN],
        "sources": [(name, name) for name in sources],
        "kinds": [
            ("", _("propose it from the data")),
            ("orders", _("a line of an order")),
            ("customers", _("a customer")),
            ("encounters", _("a moment with a customer")),
        ],
        "may_run": may(person, Ability.RUN_IMPORTS),
        "wrong": wrong,
        "source": _source(request),
    }
    return render(request, "intake/imports.html", context, status=422 if wrong else 200)
