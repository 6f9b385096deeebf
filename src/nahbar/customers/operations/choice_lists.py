"""Lists of values that fields choose from: making them, and adding, naming, ordering, retiring values."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from nahbar.core import search
from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.core.refusals import Refused
from nahbar.customers.models import Choice, ChoiceList, OwnValue
from nahbar.customers.models.own_fields import LONGEST_CHOICE, LONGEST_LABEL
from nahbar.customers.own_fields.kinds import BY_NUMBER
from nahbar.customers.typed import one_line, word_key

MOST_CHOICES = 10_000


@transaction.atomic
def make_list(name: str, words: Sequence[str] = (), *, by: By, at: datetime) -> ChoiceList:
    """Make a list with these values. Raises Refused (`nothing_said`, `too_long`, `list_exists`)."""
    demand(by, Ability.DEFINE_FIELDS)
    called = _list_name(name)
    made, is_new = ChoiceList.objects.get_or_create(
        key=word_key(called), defaults={"name": called, "created_at": at}
    )
    if not is_new:
        raise Refused("list_exists", _("There is a list of this name already."))
    record("customers.list_made", by=by, at=at, subject=made, after={"name": called})
    if words:
        add_choices(made, words, by=by, at=at)
    return made


@transaction.atomic
def rename_list(choice_list: ChoiceList, name: str, *, by: By, at: datetime) -> ChoiceList:
    """Give a list another name. Raises what `make_list` does."""
    demand(by, Ability.DEFINE_FIELDS)
    called, before = _list_name(name), choice_list.name
    if ChoiceList.objects.filter(key=word_key(called)).exclude(pk=choice_list.pk).exists():
        raise Refused("list_exists", _("There is a list of this name already."))
    if called != before:
        choice_list.name, choice_list.key = called, word_key(called)
        choice_list.save(update_fields=["name", "key"])
        record(
            "customers.list_renamed",
            by=by,
            at=at,
            subject=choice_list,
            before={"name": before},
            after={"name": called},
        )
    return choice_list


@transaction.atomic
def add_choices(
    choice_list: ChoiceList, words: Sequence[str], *, by: By, at: datetime
) -> list[Choice]:
    """Add values behind the others; those that are there already, in whatever letters, are not added.

    Raises Refused (`too_long`, `too_many_choices`, `no_word`).
    """
    demand(by, Ability.DEFINE_FIELDS)
    ChoiceList.objects.select_for_update().get(pk=choice_list.pk)
    typed = dict[str, str]()
    for text in words:
        if word := _word(text):
            typed.setdefault(word_key(word), word)
    there = Choice.objects.filter(choice_list=choice_list)
    known = set(there.values_list("key", flat=True))
    new = {key: word for key, word in typed.items() if key not in known}
    if len(known) + len(new) > MOST_CHOICES:
        sentence = _("A list has room for %(most)d values.")
        raise Refused("too_many_choices", sentence % {"most": MOST_CHOICES})
    last = there.aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    made = Choice.objects.bulk_create(
        (
            Choice(choice_list=choice_list, label=word, key=key, position=first + at_place)
            for at_place, (key, word) in enumerate(new.items())
        ),
        batch_size=1_000,
    )
    if made:
        added = {"choices": list(new.values())}
        record("customers.choices_added", by=by, at=at, subject=choice_list, after=added)
    return made


@transaction.atomic
def rename_choice(
    choice: Choice, label: str, label_en: str = "", *, by: By, at: datetime
) -> Choice:
    """Give a value another name, for all customers who have it.

    Raises Refused (`nothing_said`, `too_long`, `no_word`, `choice_exists`): two values become one by
    `merge_choices`.
    """
    demand(by, Ability.DEFINE_FIELDS)
    word, english = _word(label), _word(label_en)
    if not word:
        raise Refused("nothing_said", _("There is nothing written here yet."))
    others = Choice.objects.filter(choice_list=choice.choice_list_id).exclude(pk=choice.pk)
    if others.filter(key=word_key(word)).exists():
        sentence = _("“%(value)s” is in the list already. Merge the two.")
        raise Refused("choice_exists", sentence % {"value": word})
    before = {"label": choice.label, "label_en": choice.label_en}
    after = {"label": word, "label_en": english}
    if before != after:
        choice.label, choice.label_en, choice.key = word, english, word_key(word)
        choice.save(update_fields=["label", "label_en", "key"])
        search.changed(who_has(choice))
        record("customers.choice_renamed", by=by, at=at, subject=choice, before=before, after=after)
    return choice


@transaction.atomic
def retire_choice(choice: Choice, *, by: By, at: datetime) -> Choice:
    """Offer a value no more; customers who have it keep it."""
    return _turn(choice, at, "customers.choice_retired", by=by, at=at)


@transaction.atomic
def bring_choice_back(choice: Choice, *, by: By, at: datetime) -> Choice:
    """Offer a value again."""
    return _turn(choice, None, "customers.choice_brought_back", by=by, at=at)


@transaction.atomic
def move_choice(choice: Choice, step: int, *, by: By, at: datetime) -> None:
    """Move a value by so many places among those offered, up where `step` is below nought."""
    demand(by, Ability.DEFINE_FIELDS)
    offered = Choice.objects.select_for_update().filter(
        choice_list=choice.choice_list_id, retired_at=None, merged_into=None
    )
    ordered = list(offered.order_by("position", "pk"))
    place = next((n for n, one in enumerate(ordered) if one.pk == choice.pk), None)
    other = None if place is None else max(0, min(len(ordered) - 1, place + step))
    if place is None or other is None or other == place:
        return
    places = [one.position for one in ordered]
    ordered.insert(other, ordered.pop(place))
    moved = [one for one, position in zip(ordered, places, strict=True) if one.position != position]
    for one, position in zip(ordered, places, strict=True):
        one.position = position
    Choice.objects.bulk_update(moved, ["position"], batch_size=500)
    record(
        "customers.choice_moved",
        by=by,
        at=at,
        subject=choice,
        before={"place": place},
        after={"place": other},
    )


def who_has(choice: Choice) -> list[int]:
    """The customers (primary keys) who have a value, in whatever field."""
    return list(OwnValue.objects.filter(choice=choice).values_list("customer_id", flat=True))


def _turn(
    choice: Choice, retired_at: datetime | None, action: str, *, by: By, at: datetime
) -> Choice:
    demand(by, Ability.DEFINE_FIELDS)
    choice = Choice.objects.select_for_update().get(pk=choice.pk)
    if choice.merged_into_id or bool(choice.retired_at) == bool(retired_at):
        return choice
    before = {"retired_at": choice.retired_at}
    choice.retired_at = retired_at
    choice.save(update_fields=["retired_at"])
    record(action, by=by, at=at, subject=choice, before=before, after={"retired_at": retired_at})
    return choice


def _list_name(name: str) -> str:
    called = one_line(name, LONGEST_LABEL)
    if not called:
        raise Refused("nothing_said", _("Give the list a name."))
    return called


def _word(text: str) -> str:
    word = one_line(text, LONGEST_CHOICE)
    if BY_NUMBER.fullmatch(word) or ";" in word or "|" in word:
        sentence = _("“%(value)s” cannot be a value: ; and | part values, # stands before numbers.")
        raise Refused("no_word", sentence % {"value": word})
    return word
