"""Changing how the firm reckons."""

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.events import announce
from nahbar.core.ledger import changes, record
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.value.events import RulesChanged
from nahbar.value.models import GroupMargin, LongCycle, ValueSettings

FIELDS = (
    "margin_percent",
    "horizon_months",
    "discount_percent",
    "class_a_percent",
    "class_b_percent",
    "class_c_percent",
    "counts_visits",
)
CLASSES = ("class_a_percent", "class_b_percent", "class_c_percent")


@transaction.atomic
def change_rules(
    *,
    rules: Mapping[str, Any],
    group_margins: Mapping[str, Decimal | None] | None = None,
    long_groups: Collection[str] | None = None,
    version: int,
    by: By,
    at: datetime,
) -> ValueSettings:
    """Reckon by other rules from the next run on; the figures that are shown stay as they are.

    `rules` holds any of `FIELDS`; `group_margins` percents by product group, None for the firm's
    rate; `long_groups` the product groups of things kept for years, None to leave them. `version`
    is that of the rules the change was made on. Raises Refused: `not_allowed`,
    `changed_meanwhile`, `rules_impossible`.
    """
    demand(by, Ability.RECKON_VALUE)
    ValueSettings.objects.get_or_create(pk=1)
    settings = ValueSettings.objects.select_for_update().get(pk=1)
    if settings.version != version:
        raise Refused(
            "changed_meanwhile",
            _("Somebody has changed these rules meanwhile. Look at them again."),
        )
    before, after = changes(settings, FIELDS, rules)
    for was, becomes in (_change_margins(group_margins or {}), _change_cycles(long_groups)):
        before |= was
        after |= becomes
    if after:
        _keep(settings, after)
        record("value.rules_changed", by=by, at=at, subject=settings, before=before, after=after)
        announce(RulesChanged(settings.version, by.pk if isinstance(by, User) else None))
    return settings


def _keep(settings: ValueSettings, after: Mapping[str, Any]) -> None:
    for name in FIELDS:
        if name in after:
            setattr(settings, name, after[name])
    settings.version += 1
    _check(settings)
    settings.save()


def _check(settings: ValueSettings) -> None:
    try:
        settings.full_clean(validate_constraints=False, validate_unique=False)
    except ValidationError as error:
        raise Refused("rules_impossible", " ".join(error.messages)) from error
    if sum(getattr(settings, name) for name in CLASSES) > 100:
        raise Refused(
            "rules_impossible", _("The classes together cannot take more than 100 percent.")
        )


def _change_margins(
    wanted: Mapping[str, Decimal | None],
) -> tuple[dict[str, Any], dict[str, Any]]:
    known = {margin.group: margin for margin in GroupMargin.objects.select_for_update()}
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for group, percent in wanted.items():
        old = known[group].percent if group in known else None
        if percent == old:
            continue
        before[f"group:{group}"], after[f"group:{group}"] = old, percent
        if percent is None:
            known[group].delete()
        else:
            GroupMargin.objects.update_or_create(group=group, defaults={"percent": percent})
    return before, after


def _change_cycles(wanted: Collection[str] | None) -> tuple[dict[str, Any], dict[str, Any]]:
    known = set(LongCycle.objects.select_for_update().values_list("group", flat=True))
    if wanted is None or set(wanted) == known:
        return {}, {}
    LongCycle.objects.filter(group__in=known - set(wanted)).delete()
    LongCycle.objects.bulk_create(LongCycle(group=group) for group in set(wanted) - known)
    return {"long_groups": sorted(known)}, {"long_groups": sorted(wanted)}
