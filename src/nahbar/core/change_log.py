"""Answers about what was done: who changed what, newest first, for whom it is to see."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from nahbar.core.access import Ability, may, sees_whole_house
from nahbar.core.actors import By
from nahbar.core.clock import house_zone
from nahbar.core.ledger import UNDOES
from nahbar.core.models import LedgerEntry, LedgerText, User
from nahbar.core.redacting import hidden_from, without
from nahbar.core.reversals import ROWS, Done, room_of_action, rooms, subjects

PAGE = 50
Subjects = tuple[tuple[str, Collection[int] | QuerySet[Any, Any]], ...]  # rows by their table


@dataclass(frozen=True)
class Wanted:
    """What a list of changes is narrowed to; nothing means all. `before` is the last one shown."""

    by: int | None = None
    room: str = ""
    subject: Subjects = ()
    since: date | None = None
    until: date | None = None
    before: int | None = None


@dataclass(frozen=True)
class Page:
    """Changes, newest first, and the key with which older ones are asked for."""

    entries: list[LedgerEntry]
    before: int | None = None


def visible_changes(by: By) -> QuerySet[LedgerEntry]:
    """The rows of the ledger that rooms tell of, about what `by` may see.

    One's own are among them as long as one may see what they are about; who sees the whole house
    also finds those of what is gone since.
    """
    sees = Q()
    for kind, one in subjects().items():
        if may(by, one.ability):
            rows = one.visible(by)
            if rows is None:
                sees |= Q(subject_kind=kind)
                continue
            sees |= Q(subject_kind=kind, subject_id__in=rows.values("pk"))
            if isinstance(by, User) and sees_whole_house(by):
                sees |= Q(subject_kind=kind, actor=by)
    known = LedgerEntry.objects.filter(action__in=[*room_of_action()])
    return known.filter(sees) if sees else known.none()


def page_of_changes(by: By, wanted: Wanted, limit: int = PAGE) -> Page:
    """Up to `limit` changes; no page costs more than another."""
    entries = visible_changes(by).filter(_narrowed(wanted)).select_related("actor")
    if wanted.before is not None:
        entries = entries.filter(pk__lt=wanted.before)
    found = list(entries.order_by("-pk")[: limit + 1])
    return Page(found[:limit], found[limit - 1].pk if len(found) > limit else None)


def texts_of(entries: Collection[LedgerEntry]) -> dict[int, LedgerText]:
    """The words of these rows, by their key."""
    return LedgerText.objects.in_bulk([entry.text_id for entry in entries if entry.text_id])


def done_of(entries: Sequence[LedgerEntry]) -> list[Done]:
    """These rows with all their words: for taking back, not for showing."""
    texts = texts_of(entries)
    return [_done(entry, texts.get(entry.text_id or 0)) for entry in entries]


def told_to(by: By, entries: Sequence[LedgerEntry]) -> list[Done]:
    """These rows with the words that `by` may read."""
    texts = texts_of(entries)
    hidden = hidden_from(by, entries, texts)
    return [
        Done(
            done.entry,
            without(done.before, {*hidden.get(done.entry.pk, ()), ROWS}),
            without(done.after, {*hidden.get(done.entry.pk, ()), ROWS}),
        )
        for done in (_done(entry, texts.get(entry.text_id or 0)) for entry in entries)
    ]


def taken_back_by(entries: Collection[LedgerEntry]) -> dict[int, LedgerEntry]:
    """Which of these are taken back now, and the row that did it: what was itself taken back is not."""
    subjects = Q()
    for kind in {entry.subject_kind for entry in entries}:
        keys = {entry.subject_id for entry in entries if entry.subject_kind == kind}
        subjects |= Q(subject_kind=kind, subject_id__in=keys)
    if not subjects:
        return {}
    first = min(entry.pk for entry in entries)
    rows = LedgerEntry.objects.filter(subjects, pk__gt=first, details__has_key=UNDOES)
    asked = {entry.pk for entry in entries}
    undone = _in_force(rows.select_related("actor").order_by("-pk"))
    return {key: row for key, row in undone.items() if key in asked}


def now_standing_for(entry: LedgerEntry) -> LedgerEntry:
    """The row that holds in its place: what brought it back, where it was taken back in between.

    So each row is taken back once at most, and it is always clear which of them hold.
    """
    rows = LedgerEntry.objects.filter(
        subject_kind=entry.subject_kind, subject_id=entry.subject_id, pk__gt=entry.pk
    )
    turned = {row.details[UNDOES]: row for row in rows.filter(details__has_key=UNDOES)}
    standing = entry
    while standing.pk in turned and turned[standing.pk].pk in turned:
        standing = turned[turned[standing.pk].pk]
    return standing


def _in_force(newest_first: Iterable[LedgerEntry]) -> dict[int, LedgerEntry]:
    """By what they take back; a row that a later one takes back no longer counts."""
    undone: dict[int, LedgerEntry] = {}
    for row in newest_first:
        if row.pk not in undone:
            undone.setdefault(int(row.details[UNDOES]), row)
    return undone


def _done(entry: LedgerEntry, text: LedgerText | None) -> Done:
    return Done(entry, text.before if text else {}, text.after if text else {})


def _narrowed(wanted: Wanted) -> Q:
    asked = Q()
    if wanted.by is not None:
        asked &= Q(actor=wanted.by)
    if wanted.room:
        room = rooms().get(wanted.room)
        asked &= Q(action__in=[*(room.words.done if room else ())])
    if wanted.subject:
        about = Q()
        for kind, keys in wanted.subject:
            about |= Q(subject_kind=kind, subject_id__in=keys)
        asked &= about
    if wanted.since:
        asked &= Q(occurred_at__gte=_dawn(wanted.since))
    if wanted.until:
        asked &= Q(occurred_at__lt=_dawn(wanted.until + timedelta(days=1)))
    return asked


def _dawn(day: date) -> datetime:
    return datetime.combine(day, time(), house_zone())


def colleagues(by: By) -> QuerySet[User]:
    """Whose changes one may ask for by name: of those who lead everybody's, else one's own."""
    if may(by, Ability.UNDO_OTHERS):
        return User.objects.order_by("name", "email")
    return User.objects.filter(pk=by.pk if isinstance(by, User) else 0)


def in_force_since(entry: LedgerEntry, subject: tuple[str, int] | None = None) -> list[LedgerEntry]:
    """What was done later to its subject, or another, but for what the same act did, and undoings."""
    kind, key = subject or (entry.subject_kind, entry.subject_id)
    rows = LedgerEntry.objects.filter(subject_kind=kind, subject_id=key, pk__gt=entry.pk)
    later = list(rows.order_by("-pk"))
    undone = _in_force(row for row in later if UNDOES in row.details)
    replacing = [row for row in later if row.pk in undone and "instead_of" in row.details]
    return [
        row
        for row in later
        if row.pk not in undone
        and UNDOES not in row.details
        and not _is_same_act(row, entry)
        and not any(_was_replaced(row, by) for by in replacing)
    ]


def _was_replaced(ended: LedgerEntry, by: LedgerEntry) -> bool:
    """Whether `ended` tells of what ended because this other took its place, in the same act."""
    is_its_row = ended.details.get("row") == by.details["instead_of"]
    is_alike = ended.action.rpartition("_")[0] == by.action.rpartition("_")[0]
    return is_its_row and is_alike and _is_same_act(ended, by)


def same_act(entry: LedgerEntry) -> list[LedgerEntry]:
    """What was recorded of the same subject by the same hand at the same moment, after this row."""
    rows = LedgerEntry.objects.filter(
        subject_kind=entry.subject_kind, subject_id=entry.subject_id, pk__gt=entry.pk
    )
    return [row for row in rows.order_by("pk") if _is_same_act(row, entry)]


def _is_same_act(row: LedgerEntry, entry: LedgerEntry) -> bool:
    return row.occurred_at == entry.occurred_at and row.actor_id == entry.actor_id
