"""How answers about the firm are taken back."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability
from nahbar.core.actors import By
from nahbar.core.reversals import ChangedSince, Clash, Done, Reversal, RoomChanges, Subject, Words
from nahbar.core.row_steps import plain, words_gone
from nahbar.steering.models import Competitor, FirmAnswers
from nahbar.steering.operations.save_answers import ABOUT, FIELDS, save_answers


def _answer_again(done: Done, by: By, at: datetime) -> None:
    if not done.before and not done.after:
        raise words_gone()
    kept = FirmAnswers.objects.select_for_update().get(pk=1)
    columns = {one.name: one for one in FirmAnswers._meta.concrete_fields}
    known = [{n: getattr(one, n) for n in ABOUT} for one in Competitor.objects.order_by("pk")]
    now: dict[str, Any] = {n: plain(columns[n], getattr(kept, n)) for n in FIELDS}
    now["competitors"] = known
    clashes = [
        Clash(name, done.before.get(name), now[name])
        for name, value in done.after.items()
        if now[name] != value
    ]
    if clashes:
        raise ChangedSince(*clashes)
    save_answers(
        answers={name: done.before[name] for name in FIELDS if name in done.before},
        competitors=done.before.get("competitors", known),
        version=kept.version,
        by=by,
        at=at,
    )


CHANGES = RoomChanges(
    key="firm",
    label=_("What the firm says of itself"),
    reversals={"steering.answered": Reversal(Ability.MAKE_REPORT, _answer_again)},
    subjects={
        FirmAnswers._meta.label_lower: Subject(
            _("What the firm says of itself"), Ability.SEE_REPORT
        )
    },
    words=Words(
        done={"steering.answered": _("answers about the firm changed")},
        labels={
            "trade": _("Trade"),
            "branches": _("Branches"),
            "relations": _("Relations"),
            "processes": _("Processes"),
            "hierarchy": _("Hierarchy"),
            "wishes": _("Wishes"),
        },
    ),
)
