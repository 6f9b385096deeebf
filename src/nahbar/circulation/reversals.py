"""How what was done to the things of customers is taken back."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from nahbar.circulation import changes as told
from nahbar.circulation.marks import mark_key
from nahbar.circulation.models import Thing
from nahbar.core.access import Ability
from nahbar.core.change_log import in_force_since
from nahbar.core.models import LedgerEntry
from nahbar.core.reversals import ChangedSince, Done, RoomChanges, Words
from nahbar.core.row_steps import Step, again_over_rows, over_rows
from nahbar.core.search import changed
from nahbar.customers.models import Customer

THING = Thing._meta.label_lower
CUSTOMER = Customer._meta.label_lower


def _added(done: Done) -> list[Step]:
    thing = _thing(done.entry)
    since = in_force_since(done.entry, (CUSTOMER, thing.customer_id))
    if any(one.details.get("thing") == str(thing.public_id) for one in since):
        raise ChangedSince
    return [Step(THING, thing.pk, None, {})]


def _changed(done: Done) -> list[Step]:
    was, is_now = dict(done.before), dict(done.after)
    if "mark" in is_now:
        was["mark_key"] = mark_key(str(was["mark"] or ""))
        is_now["mark_key"] = mark_key(str(is_now["mark"] or ""))
    return [Step(THING, _thing(done.entry).pk, was, is_now)]


def _ended(done: Done) -> list[Step]:
    on = {"ended_on": done.after.get("ended_on")}
    return [Step(THING, _thing(done.entry).pk, {"ended_on": None}, on)]


def _brought_back(done: Done) -> list[Step]:
    on = {"ended_on": done.before.get("ended_on")}
    return [Step(THING, _thing(done.entry).pk, on, {"ended_on": None})]


def _thing(entry: LedgerEntry) -> Thing:
    thing = Thing.objects.filter(public_id=entry.details.get("thing")).first()
    if thing is None:
        raise ChangedSince
    return thing


def _tell_search(steps: Sequence[Step]) -> None:
    things = Thing.objects.filter(pk__in=[step.key for step in steps])
    images = (step.before or step.after or {} for step in steps)
    gone = {image["customer_id"] for image in images if "customer_id" in image}
    changed({*things.values_list("customer_id", flat=True), *gone})


EDIT = Ability.EDIT_CUSTOMERS
CHANGES = RoomChanges(
    key="things",
    label=_("Things of customers"),
    reversals={
        "circulation.thing_added": over_rows(EDIT, _added, _tell_search),
        "circulation.thing_changed": over_rows(EDIT, _changed, _tell_search),
        "circulation.thing_ended": over_rows(EDIT, _ended, _tell_search),
        "circulation.thing_brought_back": over_rows(EDIT, _brought_back, _tell_search),
        "circulation.taken_back": again_over_rows(EDIT, _tell_search),
    },
    subjects={},  # what is done to a thing stands with its customer
    words=Words(
        done={**told.DONE, "circulation.taken_back": _("taken back")},
        labels={**told.LABELS, "kind": _("Kind"), "since": _("Since")},
        codes=told.WORDS,
        shown=told.SHOWN,
    ),
)
