"""Commands that take over data from files and take it back."""

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nahbar.site.commands.answering import Answer, Call, answering

if TYPE_CHECKING:
    from nahbar.intake.models import Import

KINDS = click.Choice(["customers", "orders", "contacts", "events"])


@click.command("import")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE…",
    type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
)
@click.option(
    "--source", default="", help="Where the data come from; numbers are unique within one."
)
@click.option("--as", "kind", type=KINDS, default=None, help="What a row is; else proposed.")
@click.option(
    "--mapping",
    "mapping_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='JSON: {"columns": {"header": "field"}, "answers": {"question": "choice"}}.',
)
@click.option("--dry-run", is_flag=True, help="Read and propose only; nothing is taken over.")
@answering("run_imports")
def import_files(
    call: Call,
    files: Sequence[Path],
    source: str,
    kind: str | None,
    mapping_file: Path | None,
    dry_run: bool,
) -> Answer:
    """Take over data from files: many files are one import, FILE may be gzip-compressed."""
    from nahbar.intake.command import prepare_import, take_over  # noqa: PLC0415

    begun = time.monotonic()
    wishes = _read_wishes(mapping_file)
    import_run = prepare_import(
        files, source=source, kind=kind or "", wishes=wishes, call=call, tell=call.progress
    )
    if dry_run:
        from nahbar.intake.operations.cancel import cancel_import  # noqa: PLC0415

        cancel_import(import_run, by=call.by, at=call.at)
    else:
        take_over(import_run, call=call, tell=call.progress)
    return _answer(import_run, begun)


@click.command()
@click.argument("import_id", metavar="IMPORT_ID")
@answering("run_imports")
def undo(call: Call, import_id: str) -> Answer:
    """Take back an import: what it made goes, what it changed returns, what people wrote stays."""
    from django.utils.translation import gettext as _  # noqa: PLC0415

    from nahbar.core.refusals import Refused  # noqa: PLC0415
    from nahbar.intake.operations.undo import ask_to_undo  # noqa: PLC0415
    from nahbar.intake.operations.work import work_off  # noqa: PLC0415
    from nahbar.intake.queries import access_import  # noqa: PLC0415
    from nahbar.intake.words import say_failure  # noqa: PLC0415

    import_run = ask_to_undo(access_import(call.by, import_id), by=call.by, at=call.at)
    work_off()
    import_run.refresh_from_db()
    if import_run.state == import_run.State.FAILED:
        raise Refused(import_run.error_code, say_failure(import_run))
    removed = import_run.undo_result["removed"]
    text = _("Taken back: %(lines)s lines, %(orders)s orders, %(customers)s customers.") % removed
    return Answer(import_run.undo_result, text)


def _read_wishes(path: Path | None) -> dict[str, Any]:
    from django.utils.translation import gettext_lazy as _  # noqa: PLC0415

    from nahbar.core.refusals import Refused  # noqa: PLC0415
    from nahbar.intake.command import require_regular  # noqa: PLC0415

    if path is None:
        return {}
    require_regular(path)
    try:
        wishes = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise Refused("mapping_unreadable", _("The mapping file holds no valid JSON.")) from error
    if not isinstance(wishes, dict):
        raise Refused("mapping_unreadable", _("The mapping file must hold one JSON object."))
    return wishes


def _answer(import_run: "Import", begun: float) -> Answer:
    from django.utils.translation import gettext as _  # noqa: PLC0415

    from nahbar.intake.queries import mapping_of  # noqa: PLC0415
    from nahbar.intake.rejects_file import write_rejects  # noqa: PLC0415

    import_run.refresh_from_db()
    data = {
        "import_id": str(import_run.public_id),
        "mapping": mapping_of(import_run),
        "rows_read": import_run.rows_read or import_run.rows_total,
        "rows_stored": import_run.rows_stored,
        "rows_unchanged": import_run.rows_unchanged,
        "rows_rejected": import_run.rows_rejected,
        "rejects_file": write_rejects(import_run),
        "customers_created": import_run.customers_created,
        "customers_updated": import_run.customers_updated,
        "totals": import_run.totals,
        "seconds": round(time.monotonic() - begun, 3),
    }
    text = _(
        "%(rows_read)s rows read, %(rows_stored)s stored, %(rows_unchanged)s unchanged, "
        "%(rows_rejected)s rejected. Import %(import_id)s."
    )
    lines = [text % data]
    if import_run.is_all_rejected:
        lines.append(_("Nothing was stored: every row was rejected."))
    return Answer(data, "\n".join(lines))
