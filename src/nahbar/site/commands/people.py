"""Commands about the people of the house."""

from typing import TYPE_CHECKING, Any

import click

from nahbar.site.commands.answering import Answer, Call, answering

if TYPE_CHECKING:
    from nahbar.core.models import User

ROLES = click.Choice(["owner", "manager", "staff", "reader"])


@click.command("sign-in-link")
@click.argument("address", metavar="EMAIL")
@answering("set_up_house")
def sign_in_link(call: Call, address: str) -> Answer:
    """Make a link that lets somebody in once, within a day."""
    from nahbar.core.people import find_person  # noqa: PLC0415
    from nahbar.core.sign_in_links import make_sign_in_link  # noqa: PLC0415
    from nahbar.site.addresses import welcome_url  # noqa: PLC0415

    link = welcome_url(make_sign_in_link(find_person(address), by=call.by, at=call.at))
    _warn_if_here_alone(call, link)
    return Answer({"link": link}, link)


@click.group()
def people() -> None:
    """List, add and change the people of the house."""


@people.command("list")
@answering("set_up_house")
def list_people(call: Call) -> Answer:
    """Everyone of the house, with their role."""
    from nahbar.core.access import Role  # noqa: PLC0415
    from nahbar.core.models import User  # noqa: PLC0415

    everyone = [_shown(person) for person in User.objects.order_by("name", "email")]
    lines = [f"{one['email']}  {Role(one['role']).label}  {one['name']}" for one in everyone]
    return Answer({"people": everyone}, "\n".join(lines))


@people.command("add")
@click.argument("address", metavar="EMAIL")
@click.option("--name", required=True)
@click.option("--role", type=ROLES, default="staff", show_default=True)
@answering("set_up_house")
def add(call: Call, address: str, name: str, role: str) -> Answer:
    """Add somebody, and print the link that lets them in once."""
    from nahbar.core.access import Role  # noqa: PLC0415
    from nahbar.core.people import add_person  # noqa: PLC0415
    from nahbar.core.sign_in_links import make_sign_in_link  # noqa: PLC0415
    from nahbar.site.addresses import welcome_url  # noqa: PLC0415

    person = add_person(address, name=name, role=Role(role), by=call.by, at=call.at)
    link = welcome_url(make_sign_in_link(person, by=call.by, at=call.at))
    _warn_if_here_alone(call, link)
    return Answer({"person": _shown(person), "link": link}, link)


@people.command("role")
@click.argument("address", metavar="EMAIL")
@click.argument("role", type=ROLES)
@answering("set_up_house")
def change(call: Call, address: str, role: str) -> Answer:
    """Give somebody another role."""
    from nahbar.core.access import Role  # noqa: PLC0415
    from nahbar.core.people import change_role, find_person  # noqa: PLC0415

    person = change_role(find_person(address), Role(role), by=call.by, at=call.at)
    return Answer({"person": _shown(person)}, f"{person.email}  {Role(person.role).label}")


@people.command("reset-second-factor")
@click.argument("address", metavar="EMAIL")
@answering("set_up_house")
def reset(call: Call, address: str) -> Answer:
    """Let somebody in again who lost their phone or key, and print a link that works once."""
    from nahbar.core.people import find_person  # noqa: PLC0415
    from nahbar.core.second_factors import reset_second_factor  # noqa: PLC0415
    from nahbar.site.addresses import welcome_url  # noqa: PLC0415

    person = find_person(address)
    removed, token = reset_second_factor(person, by=call.by, at=call.at)
    link = welcome_url(token)
    _warn_if_here_alone(call, link)
    return Answer({"person": _shown(person), "removed": removed, "link": link}, link)


def _warn_if_here_alone(call: Call, link: str) -> None:
    from django.utils.translation import gettext as _  # noqa: PLC0415

    from nahbar.core.reach import is_here_alone  # noqa: PLC0415

    if is_here_alone(link):
        call.tell(
            _(
                "This link opens on this machine alone. For others to reach the house, set "
                "NAHBAR_HOST and NAHBAR_PUBLIC_URL (docs/settings.md)."
            )
        )


def _shown(person: "User") -> dict[str, Any]:
    return {
        "id": person.public_id,
        "email": person.email,
        "name": person.name,
        "role": person.role,
        "is_active": person.is_active,
    }
