"""How what was done to customers, their fields and words is taken back, and in which words it is told."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nahbar.core import search
from nahbar.core.access import Ability
from nahbar.core.actors import By
from nahbar.core.change_log import done_of, in_force_since, same_act
from nahbar.core.models import LedgerEntry
from nahbar.core.reversals import (
    ChangedSince,
    Clash,
    Done,
    Reversal,
    RoomChanges,
    Subject,
    Words,
)
from nahbar.core.row_steps import Step, again_over_rows, made_row, over_rows, own_row
from nahbar.customers import changes as told
from nahbar.customers import list_changes
from nahbar.customers.models import Choice, ChoiceList, Customer, OwnField, OwnValue, Tag
from nahbar.customers.names import name_of
from nahbar.customers.operations.change import ChangedMeanwhile
from nahbar.customers.operations.choice_lists import move_choice, who_has
from nahbar.customers.operations.merge_words import (
    merge_choices,
    merge_tags,
    part_choices,
    part_tags,
)
from nahbar.customers.operations.own_fields import order_fields
from nahbar.customers.operations.source_tags import HUNG
from nahbar.customers.operations.undo_change import UNDOES
from nahbar.customers.queries import (
    changes_of_entries,
    numbers_of_nameless,
    visible_customers,
)
from nahbar.customers.restricted import hidden_from
from nahbar.customers.typed import word_key
from nahbar.team.scopes import reach_of

CUSTOMER = Customer._meta.label_lower
KEPT_BESIDE = ("records", "contact_points", "addresses", "days", "remarks")
QUIET = frozenset({"retired_at", "position", "is_private", "choice_list", "seen_by"})
EDIT, DEFINE = Ability.EDIT_CUSTOMERS, Ability.DEFINE_FIELDS


def _of_customer(undo: Callable[[LedgerEntry, Customer, By, datetime], object]) -> Reversal:
    """What the room's own verb takes back of one customer."""

    def act(done: Done, by: By, at: datetime) -> None:
        held = Customer.objects.select_for_update(of=("self",))
        customer = held.filter(pk=done.entry.subject_id).first()
        if customer is None:
            raise ChangedSince
        try:
            undo(done.entry, customer, by, at)
        except ChangedMeanwhile as error:
            again = done.before
            clashes = (Clash(name, again.get(name), now) for name, now in error.theirs.items())
            raise ChangedSince(*clashes) from error

    return Reversal(EDIT, act)


def _written_down(done: Done) -> list[Step]:
    """The customer, and all that was only ever said of them by hand and taken back since."""
    customer = Customer.objects.filter(pk=done.entry.subject_id).first()
    if customer is None or in_force_since(done.entry):
        raise ChangedSince
    steps = [Step(CUSTOMER, customer.pk, None, {})]
    for name in KEPT_BESIDE:
        rows = getattr(customer, name).order_by("pk")
        label = rows.model._meta.label_lower
        steps += [Step(label, key, None, {}) for key in rows.values_list("pk", flat=True)]
    return steps


def _show_anew(steps: Sequence[Step]) -> None:
    """What follows from rows of this room: the view of what is said, and what customers are found by."""
    theirs: set[int] = set()
    for step in steps:
        now = step.after if step.after is not None else step.before or {}
        if step.model == CUSTOMER:
            theirs.add(step.key)
        elif step.model == Tag._meta.label_lower:
            theirs.update(HUNG.objects.filter(tag=step.key).values_list("customer_id", flat=True))
        elif step.model == Choice._meta.label_lower:
            theirs.update(who_has(Choice(pk=step.key)))
        elif step.model == OwnField._meta.label_lower and {"kind", "seen_by"} & {*now}:
            having = OwnValue.objects.filter(field=step.key).values_list("customer_id", flat=True)
            theirs.update(having.distinct())
    _show(theirs)


def _show(customers: Collection[int]) -> None:
    import numpy as np  # noqa: PLC0415  # columns are loaded by who works on them

    from nahbar.core.bulk import slices  # noqa: PLC0415
    from nahbar.customers.projection import show_again  # noqa: PLC0415

    there = Customer.objects.filter(pk__in=list(customers)).values_list("pk", flat=True)
    for part in slices(np.array(sorted(there), dtype=np.int64)):
        show_again(part)
    search.changed(customers)


def _renamed(done: Done) -> list[Step]:
    """A word was named anew, and with it the key by which it is the same however it is written."""
    [step] = own_row(done)
    name = "label" if "label" in done.before else "name"
    was, is_now = ({**said, "key": word_key(str(said[name]))} for said in (done.before, done.after))
    return [Step(step.model, step.key, was, is_now)]


def _values_added(done: Done) -> list[Step]:
    words = done.after.get("choices", [])
    made = zip(done.entry.details.get("made", []), words, strict=False)
    return [Step(Choice._meta.label_lower, key, None, {"label": word}) for key, word in made]


def _list_made(done: Done) -> list[Step]:
    with_it = [one for one in same_act(done.entry) if one.action == "customers.choices_added"]
    if in_force_since(done.entry):
        raise ChangedSince
    values = [step for one in done_of(with_it) for step in _values_added(one)]
    label = ChoiceList._meta.label_lower
    return [Step(label, done.entry.subject_id, None, done.after), *values]


def _order_again(done: Done, by: By, at: datetime) -> None:
    in_use = OwnField.objects.filter(retired_at=None).order_by("position", "pk")
    now = list(in_use.values_list("key", flat=True))
    if now != done.after.get("order"):
        raise ChangedSince(Clash("order", done.before.get("order"), now))
    order_fields(done.before["order"], by=by, at=at)


def _move_again(done: Done, by: By, at: datetime) -> None:
    choice = Choice.objects.filter(pk=done.entry.subject_id).first()
    if choice is None or choice.retired_at or choice.merged_into_id:
        raise ChangedSince
    offered = Choice.objects.filter(
        choice_list=choice.choice_list_id, retired_at=None, merged_into=None
    )
    order = list(offered.order_by("position", "pk").values_list("pk", flat=True))
    if order.index(choice.pk) != done.after.get("place"):
        raise ChangedSince(Clash("place", done.before.get("place"), order.index(choice.pk)))
    move_choice(choice, done.before["place"] - done.after["place"], by=by, at=at)


def _parting(model: type[Tag | Choice], part: Callable[..., object]) -> Reversal:
    """Two words became one: they are told apart again."""

    def act(done: Done, by: By, at: datetime) -> None:
        word = model.objects.filter(pk=done.entry.subject_id).first()
        is_it = word is not None and word.merge_id == done.entry.details.get("batch")
        if word is None or not is_it:
            raise ChangedSince
        part(word, by=by, at=at)

    return Reversal(DEFINE, act)


def _merging(model: type[Tag | Choice], merge: Callable[..., object]) -> Reversal:
    """Two words were told apart: they are one again."""

    def act(done: Done, by: By, at: datetime) -> None:
        rows = model.objects.in_bulk([done.entry.subject_id, done.entry.details["from"]])
        if len(rows) < 2 or any(one.merged_into_id for one in rows.values()):
            raise ChangedSince
        merge(rows[done.entry.subject_id], rows[done.entry.details["from"]], by=by, at=at)

    return Reversal(DEFINE, act)


def _seen(by: By) -> QuerySet[Customer] | None:
    sees_all = reach_of(by).is_whole and not hidden_from(by)
    return None if sees_all else visible_customers(by)


def _customers_named(keys: Collection[int]) -> Mapping[int, tuple[str, str]]:
    found = Customer.objects.in_bulk(list(keys))
    numbers = numbers_of_nameless(list(found.values()))
    return {
        pk: (name_of(one, numbers.get(pk, [])), reverse("customer", args=[one.public_id]))
        for pk, one in found.items()
    }


def _names_of(
    model: type[Tag | Choice | ChoiceList | OwnField],
) -> Callable[[Collection[int]], Mapping[int, tuple[str, str]]]:
    return lambda keys: {
        pk: (str(one), reverse("fields")) for pk, one in model.objects.in_bulk(list(keys)).items()
    }


def named(by: By, done: Sequence[Done]) -> list[Done]:
    """With names in the place of keys, and the house's own fields by theirs."""
    return [
        Done(one.entry, dict(change.before), dict(change.after))
        for one, change in zip(
            done, changes_of_entries([one.entry for one in done], by=by), strict=True
        )
    ]


TURNED = over_rows(DEFINE, own_row, _show_anew)
RENAMED = over_rows(DEFINE, _renamed, _show_anew)
WORDS = Words(
    done={
        # The page of a customer tells of other rooms in their words; here each speaks for itself.
        **{action: words for action, words in told.DONE.items() if action.startswith("customers.")},
        **list_changes.DONE,
        "customers.list_made": _("list of values made"),
        "customers.list_renamed": _("list of values renamed"),
        "customers.choices_added": _("values added to a list"),
        "customers.choice_renamed": _("value of a list renamed"),
        "customers.choice_moved": _("value of a list moved"),
        "customers.choice_retired": _("value of a list no longer offered"),
        "customers.choice_brought_back": _("value of a list offered again"),
        "customers.choices_merged": _("two values of a list made one"),
        "customers.choices_parted": _("values of a list told apart again"),
        "customers.tag_renamed": _("tag renamed"),
        "customers.tag_retired": _("tag no longer offered"),
        "customers.tag_brought_back": _("tag offered again"),
        "customers.tags_merged": _("two tags made one"),
        "customers.tags_parted": _("tags told apart again"),
        "customers.field_defined": _("field made"),
        "customers.field_changed": _("field changed"),
        "customers.field_kind_changed": _("field made one of another kind"),
        "customers.fields_ordered": _("fields put into another order"),
        "customers.field_retired": _("field taken out of use"),
        "customers.field_brought_back": _("field put into use again"),
        "customers.exported": _("list of customers exported"),
        "customers.taken_back": _("taken back"),
    },
    labels={
        **told.LABELS,
        **list_changes.LABELS,
        "name": _("Name"),
        "label": _("Name"),
        "label_en": _("Name in English"),
        "word": _("Word"),
        "choices": _("Values"),
        "order": _("Order"),
        "help": _("Hint"),
        "is_required": _("Must be filled in"),
    },
    codes=told.WORDS,
    shown=told.SHOWN,
    tells_all_but=QUIET,
)

CHANGES = RoomChanges(
    key="customers",
    label=_("Customers"),
    reversals={
        **{action: _of_customer(undo) for action, undo in UNDOES.items()},
        **list_changes.REVERSALS,
        "customers.created": over_rows(EDIT, _written_down, _show_anew),
        "customers.taken_back": again_over_rows(EDIT, _show_anew),
        "customers.list_made": over_rows(DEFINE, _list_made),
        "customers.list_renamed": RENAMED,
        "customers.choices_added": over_rows(DEFINE, _values_added),
        "customers.choice_renamed": RENAMED,
        "customers.choice_moved": Reversal(DEFINE, _move_again),
        "customers.choice_retired": TURNED,
        "customers.choice_brought_back": TURNED,
        "customers.choices_merged": _parting(Choice, part_choices),
        "customers.choices_parted": _merging(Choice, merge_choices),
        "customers.tag_renamed": RENAMED,
        "customers.tag_retired": TURNED,
        "customers.tag_brought_back": TURNED,
        "customers.tags_merged": _parting(Tag, part_tags),
        "customers.tags_parted": _merging(Tag, merge_tags),
        "customers.field_defined": over_rows(DEFINE, made_row),
        "customers.field_changed": TURNED,
        "customers.field_kind_changed": TURNED,
        "customers.fields_ordered": Reversal(DEFINE, _order_again),
        "customers.field_retired": TURNED,
        "customers.field_brought_back": TURNED,
    },
    subjects={
        CUSTOMER: Subject(_("Customer"), Ability.SEE_CUSTOMERS, _seen, _customers_named),
        **list_changes.SUBJECTS,
        **{
            model._meta.label_lower: Subject(_("Fields and tags"), DEFINE, named=_names_of(model))
            for model in (Tag, Choice, ChoiceList, OwnField)
        },
    },
    words=WORDS,
    prepare=named,
    derived=(
        OwnValue._meta.label_lower,
        "customers.viewing",
        "customers.tag_customers",
        "value.customervalue",
    ),
)
