"""Letting people in before the demo firm is whole: its name on the door first, the rest behind it."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.refusals import Refused
from nahbar.demo.models import Demo
from nahbar.demo.queries import knows_anybody, the_demo
from nahbar.insight.synth.team import FIRM, OWNER, PEOPLE
from nahbar.team.models import Country
from nahbar.team.operations import lend_house
from nahbar.team.queries import the_firm


@transaction.atomic
def announce_demo(*, by: By, at: datetime) -> Demo:
    """Remember that the house shows the demo firm, which is made next.

    Where nobody has set the house up, its firm and its owner are lent with it. What was announced
    and not made stays so. Raises Refused (`data_there`, `demo_there`).
    """
    demand(by, Ability.SET_UP_HOUSE)
    there = the_demo()
    if there is not None:
        if there.step == Demo.Step.READY:
            raise Refused("demo_there", _("The house shows the demo firm already."))
        return there
    if knows_anybody():
        raise Refused(
            "data_there", _("There are data in this house. The demo firm is for an empty one.")
        )
    is_lent = the_firm() is None
    if is_lent:
        language = "en" if settings.NAHBAR_LANGUAGE == "en" else "de"
        lend_house(
            firm=FIRM, country=Country.AT, language=language, owner=PEOPLE[OWNER][0], by=by, at=at
        )
    return Demo.objects.create(pk=1, is_lent=is_lent, opened_at=at)
