"""What the worker does for this room."""

from django_tasks import task

from nahbar.core.turns import NotOurTurn
from nahbar.intake.models import Import
from nahbar.intake.operations.store import recount
from nahbar.intake.operations.work import work_off


@task()
def work_off_imports() -> None:
    """Go on with every import that has something to do; who is at it already does it."""
    try:
        work_off(wait=False)
    except NotOurTurn:
        return


def resume_imports() -> None:
    """By schedule: imports whose worker or command died are found and gone on with."""
    work_off_imports.call()


@task()
def recount_import(import_id: int) -> None:
    """Count an import's totals anew after a row was mended."""
    recount(Import.objects.select_related("source", "batch").get(pk=import_id))
