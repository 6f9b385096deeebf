"""How somebody's choice for their telephone is taken back."""

from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability
from nahbar.core.reversals import ChangedSince, Done, Reversal, RoomChanges, Words
from nahbar.core.row_steps import Step, again_over_rows, over_rows
from nahbar.reception.models import CallDesk

CALLS = Ability.TAKE_CALLS


def _desk(done: Done) -> list[Step]:
    desk = CallDesk.objects.filter(person=done.entry.subject_id).first()
    if desk is None:
        raise ChangedSince
    return [Step(CallDesk._meta.label_lower, desk.pk, done.before, done.after)]


CHANGES = RoomChanges(
    key="calls",
    label=_("Telephone"),
    reversals={
        "reception.desk_changed": Reversal(CALLS, over_rows(CALLS, _desk).act, only_own=True),
        "reception.taken_back": Reversal(CALLS, again_over_rows(CALLS).act, only_own=True),
    },
    subjects={},  # a desk's subject is the person who sits there
    words=Words(
        done={
            "reception.desk_changed": _("own telephone set up otherwise"),
            "reception.taken_back": _("taken back"),
        },
        labels={
            "extension": CallDesk._meta.get_field("extension").verbose_name,
            "shows_calls": CallDesk._meta.get_field("shows_calls").verbose_name,
            "dials_by": CallDesk._meta.get_field("dials_by").verbose_name,
        },
        codes={"dials_by": dict(CallDesk.Dialling.choices)},
    ),
)
