"""All customers with all that is known of them, to take along; one file at a time for the whole house."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.refusals import Refused
from nahbar.core.turns import NotOurTurn, turn
from nahbar.customers.export import csv_parts, customer_frames, write_customers

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@door(Ability.EXPORT_CUSTOMERS)
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The file, as `csv` or `xlsx`. Raises Refused (`export_under_way`)."""
    person = person_in(request)
    if kind == "csv":
        with _alone() as ours:
            parts = csv_parts(customer_frames(by=person, at=clock.now(), kind=kind))
            body = _Parts(parts, ours.pop_all())
        answer = StreamingHttpResponse(body, content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="customers.csv"'
        return answer
    if kind != "xlsx":
        raise Http404
    folder = tempfile.TemporaryDirectory(dir=settings.NAHBAR_HOME / "work")
    with _alone(), folder as name:
        path = Path(name) / "customers.xlsx"
        write_customers(path, by=person, at=clock.now())
        file = path.open("rb")  # stays readable after its name is gone; the answer closes it
    return FileResponse(file, as_attachment=True, filename="customers.xlsx", content_type=EXCEL)


class _Parts:
    """A file on its way, and the turn it holds until it has gone or whoever asked hangs up."""

    def __init__(self, parts: Iterator[bytes], turn_held: ExitStack) -> None:
        self._parts, self._turn = parts, turn_held

    def __iter__(self) -> Iterator[bytes]:
        yield from self._parts
        self.close()

    def close(self) -> None:
        """Whoever is next may have theirs."""
        self._turn.close()


def _alone() -> ExitStack:
    stack = ExitStack()
    try:
        stack.enter_context(turn("export", wait=False))
    except NotOurTurn:
        sentence = _("A file is being written already. Please wait until it is there.")
        raise Refused("export_under_way", sentence) from None
    return stack
