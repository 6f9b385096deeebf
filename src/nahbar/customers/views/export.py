"""All customers, to take along."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.customers.export import csv_parts, customer_frames, write_customers

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@door(Ability.EXPORT_CUSTOMERS)
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The file, as `csv` or `xlsx`."""
    person = person_in(request)
    if kind == "csv":
        answer = StreamingHttpResponse(
            csv_parts(customer_frames(by=person, at=clock.now(), kind=kind)),
            content_type="text/csv; charset=utf-8",
        )
        answer["Content-Disposition"] = 'attachment; filename="customers.csv"'
        return answer
    if kind != "xlsx":
        raise Http404
    with tempfile.TemporaryDirectory(dir=settings.NAHBAR_HOME / "work") as folder:
        path = Path(folder) / "customers.xlsx"
        write_customers(path, by=person, at=clock.now())
        file = path.open("rb")  # stays readable after its name is gone; the answer closes it
    return FileResponse(file, as_attachment=True, filename="customers.xlsx", content_type=EXCEL)
