"""Whose customers some of the demo firm see, so that scopes can be tried."""

from datetime import datetime

from nahbar.core.actors import By
from nahbar.demo.hours import Staff
from nahbar.insight.synth.team import FOREMAN, MANAGER, PEOPLE, SECOND_ADVISER, SECOND_SELLER
from nahbar.team.models import Branch, ScopeKind
from nahbar.team.operations.scopes import set_scope


def settle_scopes(staff: Staff, *, by: By, at: datetime) -> None:
    """The second branch sees its own customers, the second seller those she cares for, all others all."""
    for employee in (MANAGER, SECOND_ADVISER, FOREMAN):
        branches = Branch.objects.filter(name=PEOPLE[employee][2])
        set_scope(staff[employee], ScopeKind.BRANCHES, branches, by=by, at=at)
    set_scope(staff[SECOND_SELLER], ScopeKind.OWN, by=by, at=at)
