"""Where files arrive, and what was taken over before."""

from typing import BinaryIO, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.models import Source
from nahbar.core.refusals import Refused
from nahbar.intake.jobs import work_off_imports
from nahbar.intake.operations.start import start_import
from nahbar.intake.queries import visible_imports

SHOWN = 30


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.SEE_IMPORTS)
def imports(request: HttpRequest) -> HttpResponse:
    """Drop files in; see what came before."""
    if request.method != "POST":
        return _page(request)
    source = request.POST.get("new_source", "").strip() or request.POST.get("source", "")
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
    except Refused as refusal:
        if refusal.code == "not_allowed":
            raise
        return _page(request, wrong=str(refusal))
    work_off_imports.enqueue()
    return redirect("import", import_run.public_id)


def _page(request: HttpRequest, *, wrong: str = "") -> HttpResponse:
    person = person_in(request)
    sources = (
        Source.objects.exclude(name=Source.HAND).order_by("name").values_list("name", flat=True)
    )
    context = {
        "imports": visible_imports(person).prefetch_related("files").order_by("-pk")[:SHOWN],
        "sources": [(name, name) for name in sources],
        "kinds": [
            ("", _("propose it from the data")),
            ("orders", _("a line of an order")),
            ("customers", _("a customer")),
            ("encounters", _("a moment with a customer")),
        ],
        "may_run": may(person, Ability.RUN_IMPORTS),
        "wrong": wrong,
        "source": request.POST.get("new_source") or request.POST.get("source", ""),
    }
    return render(request, "intake/imports.html", context, status=422 if wrong else 200)
