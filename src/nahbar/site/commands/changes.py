"""Commands about what was done: showing it, and taking it back."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from nahbar.site.commands.answering import Answer, Call, answering

if TYPE_CHECKING:
    from nahbar.core.change_log import Wanted
    from nahbar.core.change_words import Told

MOST, USUAL = 1_000, 50
DAY = click.DateTime(["%Y-%m-%d", "%d.%m.%Y"])


@click.command()
@click.option("--of", "whose", metavar="EMAIL", help="What this colleague changed.")
@click.option("--customer", metavar="ID", help="What was changed about this customer.")
@click.option("--room", metavar="ROOM", help="What was changed in this room: customers, agenda …")
@click.option("--since", type=DAY, help="From this day on.")
@click.option("--until", type=DAY, help="Up to and with this day.")
@click.option("--before", type=click.IntRange(1), metavar="CHANGE", help="Older than this change.")
@click.option("--limit", type=click.IntRange(1, MOST), default=USUAL, show_default=True)
@answering("see_house")
def changes(call: Call, /, limit: int, **asked: Any) -> Answer:
    """Show who changed what, newest first, with the number by which each is taken back."""
    from nahbar.core.change_log import page_of_changes  # noqa: PLC0415
    from nahbar.core.change_words import tell  # noqa: PLC0415

    page = page_of_changes(call.by, _wanted(call, **asked), limit)
    told = tell(call.by, page.entries, call.at)
    data = {"changes": [_data(one) for one in told], "before": page.before}
    return Answer(data, "\n".join(_line(one) for one in told))


@click.command()
@click.argument("change", metavar="CHANGE|IMPORT_ID")
@answering("edit_customers")
def undo(call: Call, change: str) -> Answer:
    """Take back a change by its number, or an import: what it made goes, what it changed returns."""
    if not (change.isascii() and change.isdecimal() and len(change) < 19):
        from nahbar.site.commands.intake import undo_import  # noqa: PLC0415

        return undo_import(call, change)
    from django.utils.translation import gettext as _  # noqa: PLC0415

    from nahbar.core.change_words import tell  # noqa: PLC0415
    from nahbar.core.taking_back import take_back  # noqa: PLC0415

    taken = take_back(int(change), by=call.by, at=call.at)
    [told] = tell(call.by, [taken], call.at)
    return Answer({"change": int(change), "taken_back_by": _data(told)}, _("Taken back."))


def _wanted(
    call: Call,
    whose: str | None,
    customer: str | None,
    room: str | None,
    since: datetime | None,
    until: datetime | None,
    before: int | None,
) -> "Wanted":
    from django.utils.translation import gettext as _  # noqa: PLC0415

    from nahbar.core.change_log import Wanted, colleagues  # noqa: PLC0415
    from nahbar.core.people import find_person  # noqa: PLC0415
    from nahbar.core.refusals import NotAllowed, Refused  # noqa: PLC0415
    from nahbar.core.reversals import rooms  # noqa: PLC0415
    from nahbar.desk.change_list import about  # noqa: PLC0415
    from nahbar.site.commands.customers import customer_called  # noqa: PLC0415

    person = find_person(whose) if whose else None
    if person and not colleagues(call.by).filter(pk=person.pk).exists():
        raise NotAllowed
    if room and room not in rooms():
        sentence = _("There is no such room. There are: %(rooms)s.")
        raise Refused("unknown_choice", sentence % {"rooms": ", ".join(rooms())})
    return Wanted(
        by=person.pk if person else None,
        room=room or "",
        subject=about(customer_called(call.by, customer)) if customer else (),
        since=since.date() if since else None,
        until=until.date() if until else None,
        before=before,
    )


def _data(told: "Told") -> dict[str, Any]:
    return {
        "id": told.key,
        "what": told.what,
        "by": told.by,
        "at": told.at,
        "room": told.room,
        "about": told.about,
        "fields": [
            {"name": name, "before": before, "after": after} for name, before, after in told.fields
        ],
        "may_undo": told.may_undo,
        "taken_back_by": told.undone,
        "takes_back": told.takes_back,
    }


def _line(told: "Told") -> str:
    from nahbar.core import formats  # noqa: PLC0415

    head = f"{told.key}  {formats.moment(told.at)}  {told.by}: {told.what}"
    about = f" · {told.about}" if told.about else ""
    fields = "; ".join(f"{name}: {was} → {now}" for name, was, now in told.fields)
    return f"{head}{about}" + (f"\n    {fields}" if fields else "")
