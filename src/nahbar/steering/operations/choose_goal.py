"""Choosing a goal that the report proposes."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.measures.aims import GoalWish, How
from nahbar.measures.models import Finding
from nahbar.measures.operations.findings import note_finding
from nahbar.steering.models import ReportRun


def choose_goal(
    run: ReportRun,
    figure: str,
    *,
    said: str,
    target: Decimal,
    until: date | None,
    by: User,
    at: datetime,
) -> Finding:
    """Hold why (`said`) as a finding of whoever chooses, with the goal; shares are of one.

    Raises Refused: `not_proposed` (the report does not propose it), and what `note_finding` and
    `set_goal` refuse.
    """
    demand(by, Ability.SEE_REPORT)
    if figure not in {goal["figure"] for goal in run.content["goals"]}:
        raise Refused("not_proposed", _("The report does not propose this goal any more."))
    wish = GoalWish(figure, How.TO, target, until)
    return note_finding(figure, said, goal=wish, by=by, at=at)
