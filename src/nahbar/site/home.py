"""Where this installation keeps its data, and the secrets it made for itself."""

import os
import secrets
import sys
from pathlib import Path

from nahbar.site.surroundings import BAD_KEY, NO_HOME, BadSetting


def find_home() -> Path:
    """The data folder: NAHBAR_HOME, else the platform's folder for data of programs."""
    named = os.environ.get("NAHBAR_HOME")
    if named:
        return Path(named).expanduser().resolve()
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "nahbar"
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "nahbar"


def prepare_home(home: Path) -> Path:
    """Make the folder, readable by its owner alone, if it is not there yet. Raises BadSetting."""
    try:
        for folder in (home, home / "files", home / "keys", home / "work"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _unusable(home, error) from error
    return home


def read_or_make_secret(home: Path, name: str, *, size: int = 48) -> bytes:
    """Read the secret `name` under keys/, making it once; two processes starting together agree.

    Raises BadSetting where it has another size than it was made with, or cannot be read or made.
    """
    path = home / "keys" / name
    try:
        if not path.exists():
            _publish_secret(path, secrets.token_bytes(size))
        secret = path.read_bytes()
    except OSError as error:
        raise _unusable(home, error) from error
    if len(secret) != size:
        raise BadSetting(BAD_KEY, "key_damaged", file=path)
    return secret


def _unusable(home: Path, error: OSError) -> BadSetting:
    return BadSetting(NO_HOME, "home_unusable", folder=home, reason=error.strerror)


def _publish_secret(path: Path, secret: bytes) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(secret)
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(draft, path)  # a link never replaces: whoever comes second reads the first one's
    except FileExistsError:
        pass
    finally:
        draft.unlink()
