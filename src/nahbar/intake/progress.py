"""How far an import is, in words and percent."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from nahbar.core.formats import number
from nahbar.intake.models import Import, ImportTable


@dataclass(frozen=True)
class Progress:
    """`percent` is none while the end is not known."""

    sentence: str
    percent: int | None
    done: str
    poll_id: str


def progress_of(import_run: Import) -> Progress:
    """What an import at work is doing."""
    state, poll_id = import_run.state, f"import-{import_run.pk}"
    if state == Import.State.SURVEYING:
        lines = ImportTable.objects.filter(import_run=import_run).values_list("layout", flat=True)
        expected = sum(int(layout.get("lines", 0)) for layout in lines)
        sentence = _("Every row is read, every column looked at.")
        return Progress(sentence, *_share(import_run.rows_total, expected), poll_id)
    if state == Import.State.STORING:
        sentence = _("Your data are being taken over.")
        return Progress(sentence, *_share(import_run.rows_read, import_run.rows_total), poll_id)
    return Progress(_("The import is being taken back."), None, "", poll_id)


def _share(done: int, expected: int) -> tuple[int | None, str]:
    if not expected:
        return None, ""
    counted = {"done": number(done), "total": number(max(done, expected))}
    return min(100, 100 * done // expected), _("%(done)s of %(total)s rows") % counted
