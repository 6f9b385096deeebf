"""Commands about customers: finding them, showing one, writing all of them to a file."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from nahbar.site.commands.answering import Answer, Call, answering

if TYPE_CHECKING:
    from nahbar.core.actors import By
    from nahbar.customers.models import Customer

MOST_ENTRIES, USUAL_ENTRIES = 1_000, 20


@click.command()
@click.argument("text")
@click.option("--limit", type=click.IntRange(1, 1_000), default=20, show_default=True)
@answering("see_customers")
def find(call: Call, text: str, limit: int) -> Answer:
    """Find customers by what is known of them: names, numbers, mail, phone, place, notes.

    Typed wrongly, they are found as well; --json tells by what, and how likely it is.
    """
    from django.utils.translation import gettext as _  # noqa: PLC0415

    from nahbar.core.search import not_found_yet  # noqa: PLC0415
    from nahbar.customers.finders import find_customers  # noqa: PLC0415
    from nahbar.customers.names import name_of  # noqa: PLC0415
    from nahbar.customers.queries import numbers_of, places_of, visible_customers  # noqa: PLC0415
    from nahbar.site.customer_text import found_line  # noqa: PLC0415

    found = find_customers(visible_customers(call.by), text, limit=limit)
    if not_found_yet() != 0:
        call.tell(_("Some are not indexed yet and are found by their names alone."))
    ids = [one.customer.pk for one in found]
    numbers, places = numbers_of(ids), places_of(ids)
    customers = [
        {
            "id": one.customer.public_id,
            "name": name_of(one.customer, numbers.get(one.customer.pk, [])),
            "numbers": numbers.get(one.customer.pk, []),
            "city": places.get(one.customer.pk, ""),
            "score": one.score,
            "why": one.why,
        }
        for one in found
    ]
    return Answer({"customers": customers}, "\n".join(map(found_line, customers)))


@click.command()
@click.option("--anew", is_flag=True, help="Index everybody, not only who has changed.")
@answering("run_imports")
def index(call: Call, anew: bool) -> Answer:
    """Let everybody be found by all that is known of them; the server does so by itself."""
    from django.utils.translation import gettext as _  # noqa: PLC0415

    from nahbar.core.search import index_all_anew  # noqa: PLC0415
    from nahbar.core.search.indexing import index_due  # noqa: PLC0415

    if anew:
        index_all_anew()
    count = index_due(tell=lambda done: call.progress(_("%(done)s customers") % {"done": done}))
    return Answer({"customers": count}, _("%(count)s customers indexed.") % {"count": count})


@click.command()
@click.argument("customer_id")
@click.option(
    "--limit",
    type=click.IntRange(0, MOST_ENTRIES),
    default=None,
    help="Most entries of the timeline: 20, with --json 1000.",
)
@answering("see_customers")
def show(call: Call, customer_id: str, limit: int | None) -> Answer:
    """Show what is known of one customer; CUSTOMER_ID is what `find` prints, or a customer number."""
    from nahbar.desk.customer_sheet import customer_sheet  # noqa: PLC0415
    from nahbar.site.customer_text import sheet_lines  # noqa: PLC0415

    usual = MOST_ENTRIES if call.json else USUAL_ENTRIES
    entries = usual if limit is None else limit
    sheet = customer_sheet(_customer(call.by, customer_id), by=call.by, entries=entries)
    return Answer(sheet, "\n".join(sheet_lines(sheet, entries)))


@click.group()
def export() -> None:
    """Write customers to a file."""


@export.command("customers")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@answering("export_customers")
def export_customers(call: Call, file: Path) -> Answer:
    """Write all customers to FILE, a .csv or .xlsx."""
    from django.utils.translation import gettext as _  # noqa: PLC0415
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415

    from nahbar.core.refusals import Refused  # noqa: PLC0415
    from nahbar.customers.export import write_customers  # noqa: PLC0415

    try:
        rows = write_customers(file, by=call.by, at=call.at)
    except (OSError, FileCreateError) as error:
        reason = getattr(error if isinstance(error, OSError) else error.__cause__, "strerror", "")
        sentence = _("The file cannot be written: %(reason)s") % {"reason": reason}
        raise Refused("cannot_write", sentence) from error
    written = {"customers": rows, "file": str(file)}
    return Answer(written, _("%(count)s customers written.") % {"count": rows})


def _customer(by: "By", text: str) -> "Customer":
    """Raises Refused (`no_such_customer`)."""
    import uuid  # noqa: PLC0415

    from django.utils.translation import gettext as _  # noqa: PLC0415

    from nahbar.core.refusals import Refused  # noqa: PLC0415
    from nahbar.customers.finders import find_by_customer_number  # noqa: PLC0415
    from nahbar.customers.queries import visible_customers  # noqa: PLC0415

    customers = visible_customers(by)
    try:
        found = customers.filter(public_id=uuid.UUID(text)).first()
    except ValueError:
        ids = find_by_customer_number(text, 2)
        found = customers.filter(pk__in=ids).first() if len(ids) == 1 else None
    if found is None:
        raise Refused("no_such_customer", _("No one customer is known by this."))
    return found
