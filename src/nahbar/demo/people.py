"""The nine of the demo firm as people of the house: with a face, and without a way to sign in."""

from datetime import datetime

from nahbar.core.access import Role
from nahbar.core.actors import By
from nahbar.core.models import User
from nahbar.core.people import add_person, give_picture
from nahbar.demo.portraits import draw_portrait
from nahbar.insight.synth import Firm
from nahbar.insight.synth.team import OWNER
from nahbar.team.operations import keep_place_for_owner

ROLES = {"owner": Role.OWNER, "branch manager": Role.MANAGER}
DOMAIN = "amselberger.example"


def add_people(firm: Firm, *, is_lent: bool, by: By, at: datetime) -> list[User]:
    """Add everyone with their portrait. Where the house is lent, who looks around is its owner.

    Returns whom it added; the lent owner was there before.
    """
    added = []
    for employee in firm.employees.iter_rows(named=True):
        if is_lent and employee["employee"] == OWNER:
            person = keep_place_for_owner()
        else:
            role = ROLES.get(employee["job"], Role.STAFF)
            name = employee["name"]
            person = add_person(_address(name), name=name, role=role, by=by, at=at)
            added.append(person)
        give_picture(person, draw_portrait(employee["name"]).encode(), by=by, at=at)
    return added


def _address(name: str) -> str:
    plain = name.lower()
    for letter, letters in zip(
        "öüäçćšžıß", ["oe", "ue", "ae", "c", "c", "s", "z", "i", "ss"], strict=True
    ):
        plain = plain.replace(letter, letters)
    return f"{plain.replace(' ', '.')}@{DOMAIN}"
