"""The goals that the report proposes, as cards to be chosen from."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.models import User
from nahbar.measures.models import Finding, Goal
from nahbar.measures.queries import visible_goals
from nahbar.steering.forms import GoalChoice
from nahbar.steering.models import ReportRun
from nahbar.steering.telling.goals import Proposal, proposals

AHEAD = timedelta(days=365)


@dataclass(frozen=True)
class Card:
    """One proposal; `form` where it can be chosen, `chosen` the goal where somebody has already."""

    proposal: Proposal
    form: GoalChoice | None
    chosen: Goal | None


def cards_for(person: User, run: ReportRun, sent: GoalChoice | None = None) -> list[Card]:
    """All proposals; `sent` stands in the place of its own form, with what was wrong."""
    found = proposals(run.content, run.currency)
    chosen = _chosen(person, [proposal.figure for proposal in found])
    may_choose = may(person, Ability.WRITE_FINDINGS)
    until = clock.today() + AHEAD
    return [
        Card(
            proposal,
            _form(proposal, until, sent) if may_choose and proposal.figure not in chosen else None,
            chosen.get(proposal.figure),
        )
        for proposal in found
    ]


def _chosen(person: User, figures: list[str]) -> dict[str, Goal]:
    """The goals of open findings about these figures, the latest of each."""
    goals = visible_goals(person).filter(
        figure__in=figures, withdrawn_at=None, finding__state=Finding.State.OPEN
    )
    return {goal.figure: goal for goal in goals.select_related("finding", "set_by").order_by("pk")}


def _form(proposal: Proposal, until: date, sent: GoalChoice | None) -> GoalChoice:
    if sent is not None and sent["figure"].value() == proposal.figure:
        return sent
    amount = Decimal(str(proposal.amount)).normalize()
    whole = amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount
    initial = {"figure": proposal.figure, "amount": whole, "until": until}
    return GoalChoice(initial=initial, prefix=None, auto_id=f"id_{proposal.figure}_%s")
