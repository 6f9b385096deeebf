"""Keeping what the firm says of itself; what are rules of value goes to value."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import changes, record
from nahbar.core.refusals import Refused
from nahbar.customers.typed import one_line, several_lines
from nahbar.steering.models import LONGEST, Competitor, FirmAnswers
from nahbar.value.models import ValueSettings
from nahbar.value.operations.change_rules import change_rules

TEXTS = ("relations", "processes", "hierarchy", "wishes")
MARKS = ("relations_mark", "processes_mark", "hierarchy_mark")
FIELDS = ("trade", "branches", "margin_known", *TEXTS, *MARKS)
ABOUT = ("name", "acts", "succeeds")
MOST = 100  # competitors; nobody watches more


@transaction.atomic
def save_answers(
    *,
    answers: Mapping[str, Any],
    competitors: Sequence[Mapping[str, str]],
    counts_visits: bool | None = None,
    long_groups: Collection[str] | None = None,
    version: int,
    by: By,
    at: datetime,
) -> FirmAnswers:
    """Keep the answers (any of `FIELDS`) and the competitors (`name, acts, succeeds`), all of them.

    `counts_visits` and `long_groups` become rules of value, None leaves them. `version` is that of the
    answers the change was made on. Raises Refused: `not_allowed`, `changed_meanwhile`,
    `answer_impossible`, `too_long`.
    """
    demand(by, Ability.MAKE_REPORT)
    FirmAnswers.objects.get_or_create(pk=1)
    kept = FirmAnswers.objects.select_for_update().get(pk=1)
    if kept.version != version:
        raise Refused(
            "changed_meanwhile",
            _("Somebody has changed these answers meanwhile. Look at them again."),
        )
    cleaned = {
        name: several_lines(value, LONGEST) if name in TEXTS else value
        for name, value in answers.items()
    }
    before, after = changes(kept, FIELDS, cleaned)
    rows = [_cleaned(one) for one in competitors if str(one.get("name", "")).strip()][:MOST]
    known = [{name: getattr(one, name) for name in ABOUT} for one in Competitor.objects.all()]
    if rows != known:
        before["competitors"], after["competitors"] = known, rows
        Competitor.objects.all().delete()
        Competitor.objects.bulk_create(Competitor(**one) for one in rows)
    if after:
        _keep(kept, after)
        record("steering.answered", by=by, at=at, subject=kept, before=before, after=after)
    _change_rules(counts_visits, long_groups, by=by, at=at)
    return kept


def _cleaned(row: Mapping[str, str]) -> dict[str, str]:
    told = {name: several_lines(row.get(name, ""), LONGEST) for name in ABOUT[1:]}
    return {"name": one_line(row["name"], 200), **told}


def _keep(kept: FirmAnswers, after: Mapping[str, Any]) -> None:
    for name in FIELDS:
        if name in after:
            setattr(kept, name, after[name])
    kept.version += 1
    try:
        kept.full_clean(validate_constraints=False, validate_unique=False)
    except ValidationError as error:
        raise Refused("answer_impossible", " ".join(error.messages)) from error
    kept.save()


def _change_rules(
    counts_visits: bool | None, long_groups: Collection[str] | None, *, by: By, at: datetime
) -> None:
    """Value changes nothing, and reckons nothing, where all stays as it was."""
    rules = {} if counts_visits is None else {"counts_visits": counts_visits}
    version = ValueSettings.objects.filter(pk=1).values_list("version", flat=True).first() or 1
    change_rules(rules=rules, long_groups=long_groups, version=version, by=by, at=at)
