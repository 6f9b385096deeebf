"""What a backup says of itself before anything else."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.migrations.loader import MigrationLoader

from nahbar import __version__
from nahbar.site.keeping.container import newer_backup

Ask = Callable[[str], Sequence[Sequence[Any]]]
FIRM = "SELECT name, created_at FROM team_firm WHERE id = 1"
LENT = "SELECT 1 FROM demo_demo WHERE is_lent"
MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY id"


@dataclass(frozen=True)
class Manifest:
    """`kind` is `image` (SQLite's own file) or `rows` (tables as text, for either database).

    `firm` tells one house from another by when it was opened, for names change; both are empty in a
    house that nobody has set up. `files_key` is a fingerprint of the key of kept files.
    """

    kind: str
    version: str
    made_at: str
    firm: str
    opened_at: str
    migrations: list[list[str]]
    files_key: str
    has_keys: bool

    def as_data(self) -> dict[str, Any]:
        """For the first record."""
        return asdict(self)


def read_manifest(told: dict[str, Any]) -> Manifest:
    """From the first record; what a later version adds is left out."""
    return Manifest(**{name: told[name] for name in Manifest.__dataclass_fields__})


def make_manifest(ask: Ask, *, kind: str, home: Path, has_keys: bool, at: datetime) -> Manifest:
    """Of the house whose database answers `ask`."""
    name, opened_at = firm_of(ask)
    return Manifest(
        kind=kind,
        version=__version__,
        made_at=at.isoformat(),
        firm=name,
        opened_at=opened_at,
        migrations=[list(row) for row in ask(MIGRATIONS)],
        files_key=fingerprint(home / "keys" / "files.key"),
        has_keys=has_keys,
    )


def firm_of(ask: Ask) -> tuple[str, str]:
    """Name of the firm and when it was opened; empty texts where there is none or only a lent one."""
    firm = ask(FIRM)
    knows_demo = any(app == "demo" for app, _name in ask(MIGRATIONS))
    if not firm or (knows_demo and ask(LENT)):
        return "", ""
    name, opened_at = firm[0]
    return str(name), _moment(opened_at)


def fingerprint(key: Path) -> str:
    """What tells keys apart and does not help to find one."""
    return hashlib.sha256(b"nahbar files key\n" + key.read_bytes()).hexdigest()[:16]


def refuse_from_future(manifest: Manifest) -> None:
    """Raises Refused (`newer_backup`) where its tables are further than we can read."""
    loader = MigrationLoader(None)
    apps = loader.migrated_apps
    if any(
        app in apps and (app, name) not in loader.disk_migrations for app, name in _keys(manifest)
    ):
        raise newer_backup()


def _keys(manifest: Manifest) -> list[tuple[str, str]]:
    return [(app, name) for app, name in manifest.migrations]


def _moment(value: Any) -> str:
    """Django writes times into SQLite as text in UTC."""
    told = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return told.replace(tzinfo=None).isoformat()
