"""Commands about the house itself."""

import sys

import click

from nahbar.site.commands.answering import Answer, Call, answering


@click.command()
@click.option("--firm", required=True, help="Name of the firm.")
@click.option("--country", type=click.Choice(["AT", "DE", "CH"]), required=True)
@click.option("--language", type=click.Choice(["de", "en"]), required=True)
@click.option("--email", "address", required=True, metavar="EMAIL", help="The owner's address.")
@click.option("--name", default="", help="The owner's name.")
@click.option("--password-stdin", is_flag=True, required=True, help="Read the password there.")
@answering("set_up_house")
def init(
    call: Call,
    *,
    firm: str,
    country: str,
    language: str,
    address: str,
    name: str,
    password_stdin: bool,
) -> Answer:
    """Set up the house with its firm and its owner."""
    from django.core.exceptions import ValidationError  # noqa: PLC0415
    from django.core.validators import validate_email  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415
    from django.utils.translation import gettext as _  # noqa: PLC0415

    from nahbar.core.refusals import Refused  # noqa: PLC0415
    from nahbar.demo.operations.start_afresh import end_lent_demo  # noqa: PLC0415
    from nahbar.team.models import Country  # noqa: PLC0415
    from nahbar.team.operations import open_house  # noqa: PLC0415

    try:
        validate_email(address)
    except ValidationError as error:
        raise Refused("bad_address", _("This is no mail address.")) from error
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else ""
    with transaction.atomic():
        end_lent_demo(by=call.by, at=call.at)
        opened, owner = open_house(
            firm=firm,
            country=Country(country),
            language=language,
            email=address,
            name=name,
            password=password,
            by=call.by,
            at=call.at,
        )
    data = {
        "firm": {"name": opened.name, "country": opened.country, "language": opened.language},
        "user": {"id": owner.public_id, "email": owner.email, "role": owner.role},
    }
    return Answer(data, _("The house of %(firm)s is set up.") % {"firm": opened.name})
