"""Restoring a backup: into an empty house, or over one that is put aside."""

import os
import shutil
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.refusals import Refused
from nahbar.site.keeping.backup import ERASURES, KEYS, make_backup
from nahbar.site.keeping.container import open_container
from nahbar.site.keeping.manifest import (
    Manifest,
    fingerprint,
    read_manifest,
    refuse_from_future,
)
from nahbar.site.keeping.records import RecordReader
from nahbar.site.keeping.scratch import ask_in, scratch_home
from nahbar.site.keeping.snapshot import IMAGE
from nahbar.site.keeping.taking_out import TakenOut, reading_a_backup, take_out
from nahbar.site.keeping.who_lives_here import nobody_at_home, who_lives_here

SETTLING = "nahbar.site.keeping.settling"


@dataclass(frozen=True)
class Wish:
    """What was asked: `replace` puts aside what is there, `other_firm` even if it is another's.

    `key` is the key of kept files, for a backup that does not hold it.
    """

    path: Path
    passphrase: str = ""
    replace: bool = False
    other_firm: bool = False
    key: Path | None = None


@dataclass(frozen=True)
class Restored:
    """The restored house. `aside` is where the one before lies, if there was one."""

    manifest: Manifest
    taken: TakenOut
    aside: Path | None
    erased_again: int
    mails_held: int
    seconds: float


def restore(wish: Wish, *, by: By, at: datetime) -> Restored:
    """Put the house of a backup in place of an empty one.

    Raises Refused: `house_not_empty`, `other_firm`, `house_open`, `newer_backup`, `key_missing`,
    `wrong_passphrase`, `passphrase_needed`, `no_backup`, `backup_damaged`, `backup_cut_short`.
    Until everything is out of the file and compared, the house is not touched.
    """
    demand(by, Ability.RUN_SERVER)
    begun, home = time.monotonic(), settings.NAHBAR_HOME
    with wish.path.open("rb") as stream:
        reader = RecordReader(open_container(stream, wish.passphrase).frames)
        with reading_a_backup():
            manifest = read_manifest(reader.manifest())
        refuse_from_future(manifest)
        living = who_lives_here()
        if living.anybody:
            _refuse_unless_told(wish, manifest, living.opened_at)
        with scratch_home() as scratch, nobody_at_home():
            _bring_keys(scratch, home, manifest, wish.key)
            aside = _put_aside(home, by=by, at=at) if living.anybody else None
            try:
                taken = take_out(reader, manifest, scratch, settings.DATABASE_URL)
            except BaseException:
                if aside is not None:  # nothing has changed: what was put aside is still here
                    shutil.rmtree(aside, ignore_errors=True)
                raise
            lines = (scratch / ERASURES).read_text(encoding="utf-8").splitlines()
            _move_in(scratch, home, aside)
    connections.close_all()
    told = {
        "made_at": manifest.made_at,
        "version": manifest.version,
        "size": wish.path.stat().st_size,
    }
    settled = ask_in(home, settings.DATABASE_URL, [SETTLING], {"erasures": lines, "backup": told})
    seconds = round(time.monotonic() - begun, 3)
    return Restored(manifest, taken, aside, settled["erased"], settled["mails"], seconds)


def _refuse_unless_told(wish: Wish, manifest: Manifest, opened_at: str) -> None:
    if opened_at and opened_at != manifest.opened_at and not wish.other_firm:
        sentence = _(
            "This backup is of another firm (%(firm)s). To restore it here all the same, add --other-firm."
        )
        raise Refused("other_firm", sentence % {"firm": manifest.firm or "?"})
    if not wish.replace:
        sentence = _(
            "There are data in this house. To put them aside and restore the backup, add --replace."
        )
        raise Refused("house_not_empty", sentence)


def _bring_keys(scratch: Path, home: Path, manifest: Manifest, key: Path | None) -> None:
    """The keys that fit the backup's kept files; those inside the backup come out of it later."""
    if manifest.has_keys:
        return
    own = home / "keys"
    for name in KEYS:
        shutil.copy(own / name, scratch / "keys" / name)
    if key is not None:
        shutil.copyfile(key, scratch / "keys" / KEYS[0])
    if fingerprint(scratch / "keys" / KEYS[0]) != manifest.files_key:
        sentence = _(
            "The kept files of this backup are sealed with another key. Name its file: --key files.key"
        )
        raise Refused("key_missing", sentence)


def _put_aside(home: Path, *, by: By, at: datetime) -> Path:
    """A folder with what is in the house now: files and keys, and on PostgreSQL a backup of it."""
    aside = home / f"before-restore-{at:%Y%m%d-%H%M%S}"
    aside.mkdir(mode=0o700)
    shutil.copytree(home / "files", aside / "files", copy_function=os.link)
    shutil.copytree(home / "keys", aside / "keys")
    if settings.DATABASE_URL:
        make_backup(aside / "house.nahbar", passphrase="", by=by, at=at)
    return aside


def _move_in(scratch: Path, home: Path, aside: Path | None) -> None:
    """Kept files first, then the database in one step: nobody ever sees one without the other."""
    _move_files(scratch, home)
    if not settings.DATABASE_URL:
        place, image = home / IMAGE, scratch / IMAGE
        _sync(image)
        for left in (home / f"{IMAGE}{end}" for end in ("-wal", "-shm")):
            if left.exists():  # of a damaged database: the log fits no other file
                left.replace((aside or scratch) / left.name)
        if aside is not None:
            os.link(place, aside / IMAGE)
        image.replace(place)
    _sync(home)


def _move_files(scratch: Path, home: Path) -> None:
    if fingerprint(scratch / "keys" / KEYS[0]) != fingerprint(home / "keys" / KEYS[0]):
        shutil.rmtree(home / "files")  # sealed with a key that goes; aside they are kept with it
        (home / "files").mkdir(mode=0o700)
        for name in KEYS:
            _sync(scratch / "keys" / name)
            (scratch / "keys" / name).replace(home / "keys" / name)
    for path in sorted((scratch / "files").glob("??/*")):
        place = home / "files" / path.parent.name / path.name
        place.parent.mkdir(mode=0o700, exist_ok=True)
        _sync(path)
        path.replace(place)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
