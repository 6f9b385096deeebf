"""Changes in words: what was done, by whom, when, about what, and each field before and after."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from nahbar.core.actors import By
from nahbar.core.change_log import taken_back_by, told_to
from nahbar.core.models import LedgerEntry
from nahbar.core.reversals import Clash, Done, RoomChanges, room_of_action, subjects
from nahbar.core.taking_back import may_take_back

Names = Mapping[int, str]


@dataclass(frozen=True)
class Told:
    """One change as people read it. `fields` are name, before, after; `undone` says by whom and when.

    `about` is what it was done to, with `url` where that is found; `takes_back` the change (primary
    key) that this one took back.
    """

    key: int
    what: str
    by: str
    at: datetime
    room: str
    kind: str
    about: str
    url: str
    fields: Sequence[tuple[str, str, str]]
    may_undo: bool
    undone: str
    takes_back: int | None


def tell(by: By, entries: Sequence[LedgerEntry], at: datetime) -> list[Told]:
    """These rows of the ledger, in as many queries however many they are; what no room tells of is left out."""
    entries = [entry for entry in entries if entry.action in room_of_action()]
    undone, named = taken_back_by(entries), _named(entries)
    words = _prepared(by, entries)
    return [_told(by, words[entry.pk], undone, named, at) for entry in entries]


def shown(room: RoomChanges, name: str, value: object) -> str:
    """The value of a field as people read it."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(shown(room, name, one) for one in value)
    if name in room.words.shown:
        return room.words.shown[name](str(value))
    return str(room.words.codes.get(name, {}).get(str(value), value))


def clashes_in_words(entry: LedgerEntry, clashes: Sequence[Clash]) -> list[tuple[str, str, str]]:
    """What would stand there again, and what stands there now, by field."""
    room = room_of_action()[entry.action]
    return [
        (
            _label(room, one.field),
            shown(room, one.field, one.again),
            shown(room, one.field, one.now),
        )
        for one in clashes
        if room.words.tells_of(one.field)
    ]


def name_keys(
    done: Sequence[Done], fields: Mapping[str, Callable[[Collection[int]], Names]]
) -> list[Done]:
    """Names in the place of primary keys, where these fields hold them."""
    copies = [Done(one.entry, dict(one.before), dict(one.after)) for one in done]
    for field, read in fields.items():
        said = [
            part for one in copies for part in (one.before, one.after) if _keys(part.get(field))
        ]
        keys = {key for part in said for key in _keys(part[field])}
        names = read(keys) if keys else {}
        for part in said:
            called = [names.get(key, "") for key in _keys(part[field])]
            part[field] = called if isinstance(part[field], list) else called[0]
    return copies


def _keys(value: object) -> list[int]:
    many = value if isinstance(value, list) else [value]
    return [
        int(str(one)) for one in many if not isinstance(one, bool) and str(one or "").isdecimal()
    ]


def _prepared(by: By, entries: Sequence[LedgerEntry]) -> dict[int, Done]:
    words: dict[int, Done] = {}
    rooms: dict[str, list[Done]] = {}
    for done in told_to(by, entries):
        rooms.setdefault(room_of_action()[done.entry.action].key, []).append(done)
    for told in rooms.values():
        prepare = room_of_action()[told[0].entry.action].prepare
        words.update({one.entry.pk: one for one in prepare(by, told)})
    return words


def _named(entries: Sequence[LedgerEntry]) -> dict[tuple[str, int], tuple[str, str]]:
    known, keys = subjects(), dict[str, set[int]]()
    for entry in entries:
        keys.setdefault(entry.subject_kind, set()).add(entry.subject_id)
    return {
        (kind, key): told
        for kind, theirs in keys.items()
        if kind in known
        for key, told in known[kind].named(theirs).items()
    }


def _told(
    by: By,
    done: Done,
    undone: Mapping[int, LedgerEntry],
    named: Mapping[tuple[str, int], tuple[str, str]],
    at: datetime,
) -> Told:
    entry, room = done.entry, room_of_action()[done.entry.action]
    names = [n for n in dict.fromkeys([*done.before, *done.after]) if room.words.tells_of(n)]
    fields = [
        (_label(room, n), shown(room, n, done.before.get(n)), shown(room, n, done.after.get(n)))
        for n in names
    ]
    kind = subjects().get(entry.subject_kind)
    about, url = named.get((entry.subject_kind, entry.subject_id), ("", ""))
    taken_back = undone.get(entry.pk)
    return Told(
        key=entry.pk,
        what=_what(entry, room),
        by=str(entry.actor) if entry.actor else _("the house"),
        at=entry.occurred_at,
        room=room.key,
        kind=str(kind.label) if kind else "",
        about=about,
        url=url,
        fields=[one for one in fields if one[1] or one[2]],
        may_undo=taken_back is None and may_take_back(entry, by, at),
        undone=str(taken_back.actor or _("the house")) if taken_back else "",
        takes_back=entry.details.get("undoes"),
    )


def _what(entry: LedgerEntry, room: RoomChanges) -> str:
    took = entry.details.get("took_back")
    of = room_of_action().get(str(took)) if took else None
    if of is not None:
        return _("taken back: %(what)s") % {"what": of.words.done[str(took)]}
    if "undoes" in entry.details:
        return _("taken back; now: %(what)s") % {"what": room.words.done[entry.action]}
    return str(room.words.done[entry.action])


def _label(room: RoomChanges, name: str) -> str:
    return str(room.words.labels.get(name) or name)
