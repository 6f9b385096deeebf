"""An import from the command line: the same steps as on the screen, one after the other, here."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from django.utils.translation import gettext as _

from nahbar.core.actors import By
from nahbar.core.refusals import Refused
from nahbar.intake.mapping import from_json
from nahbar.intake.models import Import
from nahbar.intake.operations.cancel import cancel_import
from nahbar.intake.operations.confirm import (
    answer_question,
    choose_kind,
    confirm_import,
    reassign_column,
)
from nahbar.intake.operations.start import start_import
from nahbar.intake.operations.work import work_off
from nahbar.intake.words import say_failure


class Caller(Protocol):
    """Who asks for the import, and when."""

    @property
    def by(self) -> By: ...
    @property
    def at(self) -> Any: ...


Tell = Callable[[object], None]


def prepare_import(
    files: Iterable[Path],
    *,
    source: str,
    kind: str,
    wishes: dict[str, Any],
    call: Caller,
    tell: Tell,
) -> Import:
    """Keep, read and map the files. Refused where they cannot be read or something stays open.

    `wishes`: `kind` (text), `columns` (field or null by header), `answers` (choice by question).
    """
    files = list(files)
    _require_shape(wishes)
    for path in files:
        require_regular(path)
    with ExitStack() as opened:
        arrivals = [(path.name, opened.enter_context(path.open("rb"))) for path in files]
        import_run = start_import(arrivals, source_name=source, kind=kind, by=call.by, at=call.at)
    _work(import_run, tell)
    with _nothing_left_waiting(import_run, call):
        _apply_wishes(import_run, wishes, call)
    return import_run


def take_over(import_run: Import, *, call: Caller, tell: Tell) -> None:
    """Confirm the mapping and store everything."""
    with _nothing_left_waiting(import_run, call):
        confirm_import(import_run, by=call.by, at=call.at)
    _work(import_run, tell)


@contextmanager
def _nothing_left_waiting(import_run: Import, call: Caller) -> Iterator[None]:
    """A refused command leaves no import behind that waits for a yes nobody will give."""
    try:
        yield
    except BaseException:
        with suppress(Refused):  # somebody was quicker
            cancel_import(import_run, by=call.by, at=call.at)
        raise


def _work(import_run: Import, tell: Tell) -> None:
    def watch(at_work: Import) -> None:
        done, total = at_work.rows_read or at_work.rows_total, at_work.rows_total
        tell(_("%(done)s of %(total)s rows") % {"done": done, "total": total})

    work_off(watch=watch)
    import_run.refresh_from_db()
    if import_run.state == Import.State.FAILED:
        raise Refused(import_run.error_code, say_failure(import_run))
    if import_run.state == Import.State.CANCELLED:
        raise Refused("import_cancelled", _("This import was stopped and taken back."))


def _apply_wishes(import_run: Import, wishes: dict[str, Any], call: Caller) -> None:
    """Corrections from a mapping file: a kind, fields by header, answers by question."""
    for table in import_run.tables.all():
        if wishes.get("kind"):
            choose_kind(table, wishes["kind"], by=call.by, at=call.at)
            table.refresh_from_db()
        columns = {choice.header: choice.column for choice in from_json(table.proposal).choices}
        for header, field in wishes.get("columns", {}).items():
            if header in columns:
                reassign_column(table, columns[header], field, by=call.by, at=call.at)
        asked = {question.id for question in from_json(table.proposal).questions}
        for question, choice in wishes.get("answers", {}).items():
            if question in asked:
                answer_question(table, question, choice, by=call.by, at=call.at)


def _require_shape(wishes: dict[str, Any]) -> None:
    columns, answers = wishes.get("columns", {}), wishes.get("answers", {})
    is_whole = (
        isinstance(wishes.get("kind", ""), str)
        and isinstance(columns, dict)
        and all(field is None or isinstance(field, str) for field in columns.values())
        and isinstance(answers, dict)
        and all(isinstance(choice, str) for choice in answers.values())
    )
    if not is_whole:
        sentence = _("The mapping file must give texts: a field by header, a choice by question.")
        raise Refused("mapping_unreadable", sentence)


def require_regular(path: Path) -> None:
    """Refuse a device, which has no end, and a pipe, which may never begin."""
    if not path.is_file():
        raise Refused("no_regular_file", _("%(name)s is no file.") % {"name": path.name})
