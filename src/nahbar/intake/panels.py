"""What the intake lays on shared pages: what is under way, what came in, what waits for a yes."""

from django.db.models import Count, Exists, OuterRef, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from nahbar.core.access import Actor
from nahbar.core.asking import person_in
from nahbar.core.panels import Job, Panel
from nahbar.intake.models import Import, RejectedRow
from nahbar.intake.progress import progress_of
from nahbar.intake.queries import visible_imports

SHOWN = 5


def imports_under_way(actor: Actor) -> list[Job]:
    """Imports at work, for who may see them."""
    at_work = visible_imports(actor).filter(state__in=Import.WORKING).order_by("pk")
    return [
        Job(_("Taking over data"), _address(one), progress_of(one).percent or 0)
        for one in at_work[:SHOWN]
    ]


def today_panel(request: HttpRequest) -> Panel | None:
    """Imports that wait for somebody: for a yes, or for mended rows."""
    imports = visible_imports(person_in(request)).prefetch_related("files")
    waiting = list(imports.filter(state=Import.State.PROPOSED).order_by("-pk")[:SHOWN])
    theirs = RejectedRow.objects.filter(
        table__import_run=OuterRef("pk"), state=RejectedRow.State.OPEN, is_note=False
    )
    count = theirs.order_by().values("table__import_run").values(number=Count("pk"))
    done = imports.filter(Exists(theirs), state=Import.State.DONE)
    rejected = list(done.annotate(waiting=Subquery(count)).order_by("-pk")[:SHOWN])
    if not waiting and not rejected:
        return None
    return Panel("intake/today.html", {"waiting": waiting, "rejected": rejected})


def overview_panel(request: HttpRequest) -> Panel | None:
    """What was taken over last, and when."""
    done = visible_imports(person_in(request)).filter(state=Import.State.DONE)
    imports = list(done.prefetch_related("files").order_by("-pk")[:SHOWN])
    return Panel("intake/overview.html", {"imports": imports}, rank=80) if imports else None


def _address(import_run: Import) -> str:
    return reverse("import", args=[import_run.public_id])
