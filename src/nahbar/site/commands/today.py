"""The command that tells what lies before somebody today."""

import click

from nahbar.site.commands.answering import Answer, Call, answering


@click.command()
@click.option("--for", "whose", metavar="EMAIL", help="Whose day; without it that of --by.")
@answering("see_agenda")
def today(call: Call, whose: str | None) -> Answer:
    """Show what lies before somebody today, in the order of need."""
    from django.utils.translation import gettext_lazy as _  # noqa: PLC0415

    from nahbar.agenda.day_as_data import day_as_data, day_in_lines  # noqa: PLC0415
    from nahbar.core.access import Ability, demand  # noqa: PLC0415
    from nahbar.core.models import User  # noqa: PLC0415
    from nahbar.core.people import find_person  # noqa: PLC0415
    from nahbar.core.refusals import Refused  # noqa: PLC0415

    person = find_person(whose) if whose else call.by
    if not isinstance(person, User):
        raise Refused("nobody_named", _("Say whose day it is: nahbar today --for EMAIL"))
    if person != call.by:
        demand(call.by, Ability.LEAD_TEAM)
    shown = day_as_data(person, call.at)
    return Answer({"items": shown}, "\n".join(day_in_lines(shown)))
