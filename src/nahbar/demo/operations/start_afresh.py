"""Beginning with one's own: the demo firm goes, and all that was entered into it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, Role, demand
from nahbar.core.actors import By
from nahbar.core.files import sweep
from nahbar.core.ledger import record
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.core.turns import NotOurTurn, turn
from nahbar.demo.models import Demo
from nahbar.demo.operations.clear import clear_house
from nahbar.demo.queries import count_all, the_demo
from nahbar.team.operations import take_house_back


def start_afresh(*, by: By, at: datetime) -> None:
    """Empty the house of the demo firm and of everything entered since, kept files too.

    What stays: its owners, how they sign in and read, and what the firm has decided about itself;
    where the firm was lent with the demo, it goes as well, and the house can be set up. All or
    nothing; one row in the ledger says that it was done. Raises Refused (`no_demo`, `demo_busy`).
    """
    demand(by, Ability.SET_UP_HOUSE)
    try:
        with (
            turn("demo", wait=False),
            turn("intake", wait=False),
            turn("value", wait=False),
            transaction.atomic(),
        ):
            _start_afresh(by=by, at=at)
            transaction.on_commit(sweep)
    except NotOurTurn as error:
        sentence = _("Something is still under way here. Please try again in a minute.")
        raise Refused("demo_busy", sentence) from error


def end_lent_demo(*, by: By, at: datetime) -> None:
    """Make room for who sets the house up, where only a lent firm is in it."""
    demo = the_demo()
    if demo is not None and demo.is_lent:
        start_afresh(by=by, at=at)


def _start_afresh(*, by: By, at: datetime) -> None:
    demo = the_demo()
    if demo is None:
        raise Refused("no_demo", _("The house does not show the demo firm."))
    counts = count_all()
    owners = User.objects.filter(role=Role.OWNER, is_active=True).exclude(pk__in=demo.people)
    clear_house(keep=list(owners.values_list("pk", flat=True)))
    if demo.is_lent:
        take_house_back()
    Demo.objects.all().delete()
    record("demo.ended", by=by, at=at, subject=Demo(pk=1), details=vars(counts))
