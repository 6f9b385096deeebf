"""What this room changes for many customers at once: see `core.bulk_changes`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from nahbar.core.access import Ability
from nahbar.core.actors import By
from nahbar.core.bulk_changes import BulkChange, Question, Said
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.customers.models import Choice, OwnField, SavedList, Tag
from nahbar.customers.models.customer import Stage
from nahbar.customers.models.own_fields import LISTED, OwnKind
from nahbar.customers.operations import pick_many, tag_many
from nahbar.customers.operations.say_to_many import say_again_to_many, say_to_many
from nahbar.customers.own_fields.definitions import definitions, manner_here
from nahbar.customers.own_fields.kinds import read, show
from nahbar.customers.own_fields.words import Listed, names_in
from nahbar.customers.typed import one_line
from nahbar.team.models import Branch

EDIT = Ability.EDIT_CUSTOMERS
Options = Callable[[], Sequence[tuple[str, str]]]


def _said_change(key: str, name: str, label: Any, options: Options) -> BulkChange:
    """A change of one field by the house's word, to one of some values."""

    def check(sent: Mapping[str, str], by: By) -> dict[str, Any]:
        value = sent.get("value", "")
        if value not in dict(options()):
            raise Refused("unknown_choice", _("This choice does not exist."))
        return {"value": value}

    def tell(said: Said) -> str:
        words = dict(options()).get(said["value"]) or said["value"]
        return _("%(field)s becomes “%(value)s”") % {"field": label, "value": words}

    return BulkChange(
        key=key,
        label=label,
        ability=EDIT,
        ask=lambda by: [Question("value", label, options())],
        check=check,
        tell=tell,
        apply=lambda ids, said, by, at: say_to_many(ids, name, said["value"], by=by, at=at),
        undo=lambda ids, said, before, by, at: say_again_to_many(
            ids, name, said["value"], before, by=by, at=at
        ),
        already=_place_of_stage if key == "stage" else _same_key(key),
    )


def _place_of_stage(said: Said) -> tuple[str, int]:
    return "stage", Stage.values.index(said["value"])


def _same_key(fact: str) -> Callable[[Said], tuple[str, int] | None]:
    return lambda said: (fact, int(said["value"])) if said["value"] else None


def _stages() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in Stage.choices]


def _branches() -> list[tuple[str, str]]:
    named = Branch.objects.order_by("name").values_list("pk", "name")
    return [*((str(pk), name) for pk, name in named), ("", _("none"))]


def _carers() -> list[tuple[str, str]]:
    people = User.objects.filter(is_active=True).order_by("name", "pk")
    return [*((str(one.pk), str(one)) for one in people), ("", _("nobody"))]


def _own_change(field: OwnField) -> BulkChange:
    """A change of one of the house's own fields."""

    def ask(by: By) -> list[Question]:
        options: list[tuple[str, str]] = []
        if field.kind == OwnKind.YES_NO:
            options = [("yes", _("yes")), ("no", _("no")), ("", _("not known"))]
        elif field.kind in LISTED:
            offered = Choice.objects.filter(
                choice_list=field.choice_list_id, merged_into=None, retired_at=None
            ).order_by("position", "pk")
            options = [*((f"#{one.pk}", one.called) for one in offered), ("", _("none"))]
        kind = "date" if field.kind == OwnKind.DATE else "text"
        return [Question("value", field.called, options, kind, field.help)]

    def check(sent: Mapping[str, str], by: By) -> dict[str, Any]:
        said = read(
            field, sent.get("value", ""), words=Listed(field.choice_list_id), manner=manner_here()
        )
        if field.is_required and not said:
            raise Refused("value_missing", _("This field must be filled in."))
        return {"value": said}

    def tell(said: Said) -> str:
        words = show(field, said["value"], words=names_in([said["value"]])) or _("empty")
        return _("%(field)s becomes “%(value)s”") % {"field": field.called, "value": words}

    name = field.said_as
    return BulkChange(
        key=name,
        label=field.called,
        ability=EDIT,
        ask=ask,
        check=check,
        tell=tell,
        apply=lambda ids, said, by, at: say_to_many(ids, name, said["value"], by=by, at=at),
        undo=lambda ids, said, before, by, at: say_again_to_many(
            ids, name, said["value"], before, by=by, at=at
        ),
        roles=frozenset(field.seen_by or ()),
    )


def own_changes() -> Iterator[BulkChange]:
    """A change for each of the house's own fields in use."""
    return (_own_change(field) for field in definitions().fields)


def _tags(by: By) -> list[Question]:
    return [
        Question("tag", lazy("The tag"), hint=lazy("A word that is there already, or a new one."))
    ]


def _hung_tags(by: By) -> list[Question]:
    words = Tag.objects.filter(merged_into=None).order_by("name").values_list("pk", "name")
    return [Question("tag", lazy("The tag"), [(str(pk), name) for pk, name in words])]


def _checked_word(sent: Mapping[str, str], by: By) -> dict[str, Any]:
    word = one_line(sent.get("tag", ""), 60)
    if not word:
        raise Refused("nothing_said", _("There is nothing written here yet."))
    return {"tag": word}


def _checked_tag(sent: Mapping[str, str], by: By) -> dict[str, Any]:
    text = sent.get("tag", "")
    tag = Tag.objects.filter(pk=int(text)).first() if text.isascii() and text.isdecimal() else None
    if tag is None:
        raise Refused("unknown_choice", _("This choice does not exist."))
    return {"tag": tag.pk, "name": tag.name}


def _groups(by: By) -> list[Question]:
    groups = SavedList.objects.filter(is_group=True, removed_at=None).order_by("name")
    named = [(str(one.pk), one.name) for one in groups]
    return [Question("group", lazy("Group"), named), Question("reason", lazy("Reason"))]


def _checked_group(sent: Mapping[str, str], by: By) -> dict[str, Any]:
    text, reason = sent.get("group", ""), one_line(sent.get("reason", ""), 200)
    key = int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
    group = SavedList.objects.filter(pk=key, is_group=True, removed_at=None).first()
    if group is None:
        raise Refused("unknown_choice", _("This choice does not exist."))
    if not reason:
        raise Refused("reason_missing", _("Say why: whoever reads it later wants to know."))
    return {"group": group.pk, "name": group.name, "reason": reason}


CHANGES = (
    BulkChange("tag", lazy("Add a tag"), EDIT, _tags, _checked_word,
               lambda said: _("The tag “%(tag)s” is added") % said,
               tag_many.tag_many, tag_many.untag_again),
    BulkChange("untag", lazy("Remove a tag"), EDIT, _hung_tags, _checked_tag,
               lambda said: _("The tag “%(tag)s” is removed") % {"tag": said["name"]},
               tag_many.untag_many, tag_many.tag_again),
    _said_change("stage", "stage", lazy("Where they stand with us"), _stages),
    _said_change("branch", "branch_id", lazy("Branch"), _branches),
    _said_change("carer", "carer_id", lazy("Cared for by"), _carers),
    BulkChange("group", lazy("Put into a group"), EDIT, _groups, _checked_group,
               lambda said: _("They are put into the group “%(name)s”") % said,
               pick_many.put_in, pick_many.unpick),
    BulkChange("ungroup", lazy("Take out of a group"), EDIT, _groups, _checked_group,
               lambda said: _("They are taken out of the group “%(name)s”") % said,
               pick_many.take_out, pick_many.unpick),
)  # fmt: skip
