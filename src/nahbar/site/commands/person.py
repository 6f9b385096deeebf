"""Commands about what is held on one person: taking it along, and erasing it."""

from pathlib import Path

import click

from nahbar.site.commands.answering import Answer, Call, answering
from nahbar.site.commands.customers import customer_called


@click.group()
def person() -> None:
    """What the house holds on one customer: write it to a file, or erase it."""


@person.command("export")
@click.argument("customer_id")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@answering("lead_privacy")
def export_person(call: Call, customer_id: str, file: Path) -> Answer:
    """Write everything held on CUSTOMER_ID to FILE: a .pdf, a .json, or a .zip with pictures as well."""
    from django.utils.translation import gettext as _  # noqa: PLC0415

    from nahbar.core.refusals import Refused  # noqa: PLC0415
    from nahbar.privacy.person_file import as_json, as_pdf, as_zip, person_file  # noqa: PLC0415

    kinds = {".pdf": as_pdf, ".json": lambda held: as_json(held).encode(), ".zip": as_zip}
    write = kinds.get(file.suffix.lower())
    if write is None:
        raise Refused("unknown_file_kind", _("Files are written as .pdf, .json or .zip."))
    customer = customer_called(call.by, customer_id)
    held = person_file(customer, by=call.by, at=call.at, kind=file.suffix.lower()[1:])
    try:
        file.touch(mode=0o600)
        file.write_bytes(write(held))
    except OSError as error:
        sentence = _("The file cannot be written: %(reason)s") % {"reason": error.strerror}
        raise Refused("cannot_write", sentence) from error
    rows = sum(len(part.shown.data) for part in held.parts)
    return Answer(
        {"file": str(file), "rows": rows}, _("%(count)s entries written.") % {"count": rows}
    )


@person.command("erase")
@click.argument("customer_id")
@click.option("--name", default="", help="The customer's name, to confirm.")
@click.option("--also", "spots", multiple=True, help="Words on others that go as well; see --show.")
@click.option("--show", is_flag=True, help="Only show what would go and what the law keeps.")
@answering("lead_privacy")
def erase_person(
    call: Call, customer_id: str, name: str, spots: tuple[str, ...], show: bool
) -> Answer:
    """Erase CUSTOMER_ID for good; --name repeats the name, so that nobody is erased by mistake."""
    from django.utils.translation import gettext as _  # noqa: PLC0415

    from nahbar.privacy.operations.erase import ask_erasure, erase  # noqa: PLC0415
    from nahbar.privacy.request_queries import foretell  # noqa: PLC0415

    customer = customer_called(call.by, customer_id)
    if show:
        foretold = foretell(customer)
        going = [
            {"key": g.holding.key, "label": str(g.holding.label), "rows": g.rows, "kept": g.kept,
             "until": g.until} for g in foretold.going
        ]  # fmt: skip
        mentions = [{"spot": m.spot, "of": whom, "text": m.text} for m, whom in foretold.mentions]
        lines = [f"{one['rows']:>6}  {one['label']}" for one in going]
        lines += [f"{one['spot']}  {one['of']}: {one['text']}" for one in mentions]
        return Answer({"going": going, "mentions": mentions}, "\n".join(lines))
    asked = ask_erasure(customer, typed=name, spots=spots, by=call.by, at=call.at)
    done = erase(asked, by=call.by, at=call.at, tell=call.progress)
    told = {"erasure": done.public_id, "state": done.state, "rows": done.counts}
    return Answer(told, _("Erased."))
