"""How what somebody said of a customer's value, and of the rules, is taken back."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability
from nahbar.core.actors import By
from nahbar.core.models import User
from nahbar.core.refusals import NotAllowed
from nahbar.core.reversals import Done, Reversal, RoomChanges, Subject, Words
from nahbar.value.forms import RulesForm
from nahbar.value.models import ValueSettings
from nahbar.value.operations.put_back import change_rules_back, say_value_again
from nahbar.value.operations.show_classes import show_classes


def _show_again(done: Done, by: By, at: datetime) -> None:
    if not isinstance(by, User):
        raise NotAllowed
    show_classes(by, shown=not done.entry.details["shown"], at=at)


RECKON = Ability.RECKON_VALUE
CHANGES = RoomChanges(
    key="value",
    label=_("Value"),
    reversals={
        "value.overridden": Reversal(RECKON, say_value_again),
        "value.override_withdrawn": Reversal(RECKON, say_value_again),
        "value.rules_changed": Reversal(RECKON, change_rules_back),
        "value.classes_shown": Reversal(Ability.SEE_VALUE, _show_again, only_own=True),
    },
    subjects={
        ValueSettings._meta.label_lower: Subject(_("Rules of value"), Ability.SEE_HOUSE_FIGURES)
    },
    words=Words(
        done={
            "value.overridden": _("value said by a person"),
            "value.override_withdrawn": _("value said by a person withdrawn"),
            "value.rules_changed": _("rules of value changed"),
            "value.classes_shown": _("letters of classes shown or hidden"),
        },
        labels={
            "value": _("Value"),
            "reason": _("Reason"),
            "long_groups": _("Groups of things that are kept for years"),
            **{name: field.label for name, field in RulesForm.base_fields.items()},
        },
    ),
)
