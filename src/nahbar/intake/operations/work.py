"""Working off what imports have to do: one at a time in the house, again and again until it is done."""

import logging
import time
from collections.abc import Callable

from django.db import transaction
from polars.exceptions import PanicException

from nahbar.core import clock
from nahbar.core.actors import THE_HOUSE
from nahbar.core.ledger import record
from nahbar.core.outages import is_disk_full, is_passing
from nahbar.core.turns import turn
from nahbar.intake.models import Import
from nahbar.intake.operations.store import store_import
from nahbar.intake.operations.survey import survey_import
from nahbar.intake.operations.undo import undo_import
from nahbar.intake.reading import ReadingError
from nahbar.intake.stop import Stopped, raise_if_cancelled

log = logging.getLogger("nahbar.intake")
Watcher = Callable[[Import], None]


def work_off(*, wait: bool = True, watch: Watcher = lambda _: None) -> int:
    """Do what every import at work still has to do, oldest first; how many were worked on.

    Whoever holds the turn does it, be it the worker or a command; killed, the next one goes on.
    Raises NotOurTurn without `wait`.
    """
    with turn("intake", wait=wait):
        worked = 0
        while import_run := _next():
            advance(import_run, watch=watch)
            worked += 1
        return worked


def _next() -> Import | None:
    at_work = Import.objects.filter(state__in=Import.WORKING)
    return at_work.select_related("batch", "source").order_by("pk").first()


def advance(import_run: Import, *, watch: Watcher = lambda _: None) -> None:
    """Do the step that the import's state asks for. Ends in another state.

    Raises only where the database is away, busy, or without room even to say so: nothing is settled
    then, and the next turn goes on. Whatever else goes wrong ends this import, and no other waits.
    """
    begun = time.monotonic()
    try:
        _step(import_run, watch)
    except Stopped:
        _stop(import_run)
    except ReadingError as error:
        _fail(import_run, error.code, {"parameters": error.parameters})
    except (Exception, PanicException) as error:
        is_full = is_disk_full(error)
        if not is_full and is_passing(error):
            raise
        if not is_full:
            log.exception("import step failed", extra={"import_id": import_run.pk})
        _fail(import_run, "disk_full" if is_full else "unexpected", {})
    log.info(
        "import step ended",
        extra={"import_id": import_run.pk, "seconds": round(time.monotonic() - begun, 2)},
    )


def _step(import_run: Import, watch: Watcher) -> None:
    at = clock.now()
    if import_run.state != Import.State.UNDOING:
        raise_if_cancelled(import_run)
    match import_run.state:
        case Import.State.SURVEYING:
            survey_import(import_run, at=at, step=watch)
        case Import.State.STORING:
            store_import(import_run, at=at, step=watch)
        case Import.State.UNDOING:
            undo_import(import_run, by=THE_HOUSE, at=at)


def _stop(import_run: Import) -> None:
    """A person asked for the end: what was taken over is taken back next."""
    with transaction.atomic():
        import_run.refresh_from_db()
        import_run.state = Import.State.UNDOING
        import_run.save(update_fields=["state"])


def _fail(import_run: Import, code: str, details: dict[str, object]) -> None:
    at = clock.now()
    with transaction.atomic():
        import_run.refresh_from_db()
        was = import_run.state
        import_run.state, import_run.finished_at = Import.State.FAILED, at
        import_run.error_code, import_run.error_details = code, {**details, "state": was}
        import_run.save(update_fields=["state", "finished_at", "error_code", "error_details"])
        record("intake.failed", by=THE_HOUSE, at=at, subject=import_run, details={"code": code})
