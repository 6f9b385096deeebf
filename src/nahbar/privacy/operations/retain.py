"""Saying how long things are kept, and letting go what is older, by night and in small steps."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import THE_HOUSE, By
from nahbar.core.clock import house_zone
from nahbar.core.holdings import Aging, agings, holdings
from nahbar.core.jobs import leave_if_stopping
from nahbar.core.ledger import record
from nahbar.core.refusals import Refused
from nahbar.privacy.models.requests import KeptByLaw, RetentionRule
from nahbar.privacy.retention import A_YEAR, limit, rules

STEP = 500
LONGEST = 100 * A_YEAR
LEAST_OF_ACCOUNTS = 6 * A_YEAR


@transaction.atomic
def set_rule(key: str, months: int | None, *, is_on: bool, by: By, at: datetime) -> RetentionRule:
    """Keep this kind of thing for so many months from now on; `is_on`: the night removes what is older.

    Raises Refused (`unknown_choice`, `not_so_long`, `law_wants_longer`).
    """
    demand(by, Ability.LEAD_PRIVACY)
    if key != RetentionRule.ACCOUNTS and key not in {one.key for one in agings()}:
        raise Refused("unknown_choice", _("This choice does not exist."))
    if months is not None and not 1 <= months <= LONGEST:
        raise Refused("not_so_long", _("Please say how many months, from 1 to 1200."))
    if key == RetentionRule.ACCOUNTS and (months or 0) < LEAST_OF_ACCOUNTS:
        raise Refused("law_wants_longer", _("The law has accounts kept longer than that."))
    said = {"months": months, "is_on": is_on and months is not None}
    rule, _is_new = RetentionRule.objects.update_or_create(
        key=key, defaults={**said, "changed_at": at}
    )
    record("privacy.retention_set", by=by, at=at, subject=rule, details={"key": key, **said})
    return rule


def let_old_go(*, at: datetime) -> dict[str, int]:
    """Remove what is older than its rule says, in steps that each stand alone; how many of each kind."""
    today, gone = at.astimezone(house_zone()).date(), dict[str, int]()
    for rule in rules():
        if not rule.is_on or not rule.months:
            continue
        before = limit(rule.months, today)
        while removed := _remove(rule.aging, before, at):
            gone[rule.aging.key] = gone.get(rule.aging.key, 0) + removed
            leave_if_stopping()
    return gone


@transaction.atomic
def _remove(aging: Aging, before: date, at: datetime) -> int:
    count = aging.remove(before, STEP)
    if count:
        rule = RetentionRule.objects.get(key=aging.key)
        details = {"key": aging.key, "count": count}
        record("privacy.old_let_go", by=THE_HOUSE, at=at, subject=rule, details=details)
    return count


def let_kept_go(*, at: datetime) -> int:
    """Remove what the law had kept and its day is over; how many rows."""
    today, count = at.astimezone(house_zone()).date(), 0
    for kept in KeptByLaw.objects.filter(gone_at=None, until__lt=today):
        with transaction.atomic():
            for holding in holdings():
                if holding.let_go and holding.keeps:
                    count += holding.let_go(kept.model, kept.ids)
            KeptByLaw.objects.filter(pk=kept.pk).update(gone_at=at, ids=[])
            record("privacy.kept_let_go", by=THE_HOUSE, at=at, subject=kept.erasure,
                   details={"model": kept.model, "count": kept.count})  # fmt: skip
    return count
