"""What customers are asked to agree to: purposes, the sentences for them, topics. Leaders edit them.

Nothing is deleted, for consents point to it: what is no longer asked for is retired.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By, House
from nahbar.core.ledger import changes, record
from nahbar.core.refusals import Refused
from nahbar.customers.typed import one_line, several_lines
from nahbar.privacy.consent_catalogue import offered
from nahbar.privacy.models import Purpose, Topic, Wording

Kept = TypeVar("Kept", Purpose, Topic)
LABELS = ("label", "label_en")
RULES = ("by_channel", "asks_back", "keeps_ip", "lasts_months")
LONGEST_LABEL, LONGEST_WORDING, LONGEST_KEY = 80, 2_000, 40


@transaction.atomic
def stock_catalogue(*, at: datetime) -> None:
    """Give the standard purposes their rows in a house that has none; twice is once."""
    if Purpose.objects.exists():
        return
    for one in offered():
        one.purpose.created_at = one.wording.created_at = at
        made, is_new = Purpose.objects.get_or_create(
            key=one.purpose.key, defaults=_columns(one.purpose)
        )
        if is_new:
            one.wording.purpose = made
            one.wording.save()


@transaction.atomic
def add_purpose(fields: Mapping[str, Any], *, by: By, at: datetime) -> Purpose:
    """One more purpose with its first wording: `label, label_en, text, text_en` and the rules.

    Raises Refused: `nothing_said`, `too_long`, `name_taken`.
    """
    demand(by, Ability.LEAD_PRIVACY)
    stock_catalogue(at=at)
    said = _labels(fields)
    made = Purpose(created_at=at, position=Purpose.objects.count(), **said, **_rules(fields))
    made.key = _free_key(Purpose, said["label"])
    made.save()
    _word(made, fields, by=by, at=at)
    record("privacy.purpose_added", by=by, at=at, subject=made, details={"key": made.key})
    return made


@transaction.atomic
def change_purpose(purpose: Purpose, fields: Mapping[str, Any], *, by: By, at: datetime) -> Purpose:
    """Other labels or rules; other words become the next wording, and older consents keep theirs."""
    demand(by, Ability.LEAD_PRIVACY)
    held = _held_purpose(purpose, at)
    before, after = changes(held, (*LABELS, *RULES), {**_labels(fields, held), **_rules(fields)})
    after.pop("by_channel", None)  # what was agreed to would change its meaning
    for name, value in after.items():
        setattr(held, name, value)
    if after:
        held.save(update_fields=list(after))
        told = {"key": held.key, "fields": sorted(after)}
        record("privacy.purpose_changed", by=by, at=at, subject=held, before=before, after=after, details=told)  # fmt: skip
    if "text" in fields:
        _word(held, fields, by=by, at=at)
    return held


@transaction.atomic
def retire_purpose(purpose: Purpose, *, by: By, at: datetime) -> Purpose:
    """Nobody is asked for it any more, and nothing goes out for it. Twice is once."""
    return _retire(_held_purpose(purpose, at), at, "privacy.purpose_retired", by=by, at=at)


@transaction.atomic
def bring_purpose_back(purpose: Purpose, *, by: By, at: datetime) -> Purpose:
    """It is asked for again; what was agreed to holds again."""
    return _retire(_held_purpose(purpose, at), None, "privacy.purpose_brought_back", by=by, at=at)


@transaction.atomic
def add_topic(fields: Mapping[str, Any], *, by: By, at: datetime) -> Topic:
    """One more topic: `label, label_en`. Raises Refused: `nothing_said`, `too_long`, `name_taken`."""
    demand(by, Ability.LEAD_PRIVACY)
    said = _labels(fields, model=Topic)
    made = Topic(created_at=at, position=Topic.objects.count(), **said)
    made.key = _free_key(Topic, said["label"])
    made.save()
    record("privacy.topic_added", by=by, at=at, subject=made, details={"key": made.key})
    return made


@transaction.atomic
def change_topic(topic: Topic, fields: Mapping[str, Any], *, by: By, at: datetime) -> Topic:
    """Another name for the same. Raises as `add_topic`."""
    demand(by, Ability.LEAD_PRIVACY)
    held = Topic.objects.select_for_update().get(pk=topic.pk)
    before, after = changes(held, LABELS, _labels(fields, held, model=Topic))
    if after:
        for name, value in after.items():
            setattr(held, name, value)
        held.save(update_fields=list(after))
        record("privacy.topic_changed", by=by, at=at, subject=held, before=before, after=after)
    return held


@transaction.atomic
def retire_topic(topic: Topic, *, by: By, at: datetime) -> Topic:
    """Nobody is asked for it any more. Twice is once."""
    held = Topic.objects.select_for_update().get(pk=topic.pk)
    return _retire(held, at, "privacy.topic_retired", by=by, at=at)


@transaction.atomic
def bring_topic_back(topic: Topic, *, by: By, at: datetime) -> Topic:
    """It is asked for again."""
    held = Topic.objects.select_for_update().get(pk=topic.pk)
    return _retire(held, None, "privacy.topic_brought_back", by=by, at=at)


def find_purpose(key: str, *, at: datetime) -> Purpose:
    """The purpose in use of this key. Raises Refused (`unknown_choice`, `purpose_retired`)."""
    found = Purpose.objects.filter(key=key).first()
    if found is None:
        stock_catalogue(at=at)
        found = Purpose.objects.filter(key=key).first()
    if found is None:
        raise Refused("unknown_choice", _("This choice does not exist."))
    if found.retired_at is not None:
        raise Refused("purpose_retired", _("Nobody is asked for this any more."))
    return found


def wording_of(purpose: Purpose) -> Wording:
    """The sentence people agree to today."""
    return purpose.wordings.latest("number")


def _retire(held: Kept, when: datetime | None, action: str, *, by: By, at: datetime) -> Kept:
    demand(by, Ability.LEAD_PRIVACY)
    if (held.retired_at is None) != (when is None):
        held.retired_at = when
        held.save(update_fields=["retired_at"])
        record(action, by=by, at=at, subject=held, details={"key": held.key})
    return held


def _word(purpose: Purpose, fields: Mapping[str, Any], *, by: By, at: datetime) -> None:
    """The next wording, unless the sentences are those of the last."""
    said = {
        name: several_lines(str(fields.get(name) or ""), LONGEST_WORDING)
        for name in ("text", "text_en")
    }
    if not said["text"]:
        raise Refused("nothing_said", _("Please write the sentence that people agree to."))
    last = purpose.wordings.order_by("-number").first()
    if last and (last.text, last.text_en) == (said["text"], said["text_en"]):
        return
    number = last.number + 1 if last else 1
    author = None if isinstance(by, House) else by
    Wording.objects.create(purpose=purpose, number=number, by=author, created_at=at, **said)
    if last:
        told = {"key": purpose.key, "number": number}
        record("privacy.wording_added", by=by, at=at, subject=purpose, details=told)


def _held_purpose(purpose: Purpose, at: datetime) -> Purpose:
    stock_catalogue(at=at)
    return Purpose.objects.select_for_update().get(key=purpose.key)


def _labels(
    fields: Mapping[str, Any],
    held: Purpose | Topic | None = None,
    *,
    model: type[Purpose] | type[Topic] = Purpose,
) -> dict[str, str]:
    said = {
        name: one_line(str(fields.get(name, getattr(held, name, "")) or ""), LONGEST_LABEL)
        for name in LABELS
    }
    if not said["label"]:
        raise Refused("nothing_said", _("How is it called?"))
    others = model.objects.all()
    if held is not None:
        others = others.exclude(pk=held.pk)
    if others.filter(label__iexact=said["label"]).exists():
        raise Refused("name_taken", _("There is one of this name already."))
    return said


def _rules(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: fields[name] for name in RULES if name in fields}


def _free_key(model: type[Purpose] | type[Topic], label: str) -> str:
    """A key of the name; with a number where it is taken, for keys are never given again."""
    stem = slugify(label)[: LONGEST_KEY - 4] or "x"
    taken = set(model.objects.values_list("key", flat=True))
    tries = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
    return next(key for key in tries if key not in taken)


def _columns(purpose: Purpose) -> dict[str, Any]:
    names = (*LABELS, *RULES, "position", "created_at")
    return {name: getattr(purpose, name) for name in names}
