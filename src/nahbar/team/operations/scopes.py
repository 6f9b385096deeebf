"""Saying whose customers somebody sees: by those who lead and see the whole house, never for oneself."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, Role, demand
from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.team.models import Branch, Scope, ScopeKind


@transaction.atomic
def set_scope(
    person: User, kind: str, branches: Collection[Branch] = (), *, by: By, at: datetime
) -> Scope:
    """From now on the person sees so far. Their next request obeys.

    Raises NotAllowed for who leads nobody or does not see the whole house, and Refused: `own_scope`
    (nobody widens or narrows their own), `owner_sees_all`, `branch_missing`, `unknown_choice`.
    """
    demand(by, Ability.SET_SCOPES)
    if isinstance(by, User) and by.pk == person.pk:
        raise Refused("own_scope", _("Nobody sets their own scope. Ask a colleague who leads."))
    if kind not in ScopeKind.values:
        raise Refused("unknown_choice", _("This choice does not exist."))
    if person.role == Role.OWNER and kind != ScopeKind.HOUSE:
        raise Refused("owner_sees_all", _("Owners see the whole house."))
    chosen = sorted(set(branches), key=lambda one: one.pk) if kind == ScopeKind.BRANCHES else []
    if kind == ScopeKind.BRANCHES and not chosen:
        raise Refused("branch_missing", _("Choose at least one branch."))
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    scope, _made = Scope.objects.get_or_create(person=person)
    before = _told(scope.kind, scope.branches.all())
    after = _told(kind, chosen)
    if before == after:
        return scope
    scope.kind = kind
    scope.save(update_fields=["kind"])
    scope.branches.set(chosen)
    scope.__dict__.pop("_reach", None)
    record("team.scope_set", by=by, at=at, subject=person, before=before, after=after)
    return scope


def _told(kind: str, branches: Collection[Branch]) -> dict[str, object]:
    return {"kind": str(kind), "branches": sorted(one.pk for one in branches)}
