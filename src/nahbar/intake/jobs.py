"""What the worker does for this room. What reads files is loaded there, when it is needed."""

from django_tasks import task

from nahbar.core.turns import NotOurTurn
from nahbar.intake.models import Import


@task()
def work_off_imports() -> None:
    """Go on with every import that has something to do; who is at it already does it."""
    from nahbar.intake.operations.work import work_off  # noqa: PLC0415  # see above

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
    from nahbar.intake.operations.store import recount  # noqa: PLC0415  # see above

    recount(Import.objects.select_related("source", "batch").get(pk=import_id))
