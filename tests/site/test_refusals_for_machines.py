"""With --json every refusal is one JSON object on standard output, without a trace of the code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import OperationalError
from tests.conftest import NahbarCommand

from nahbar.site.command import main
from nahbar.site.commands import answering

NAHBAR = [sys.executable, "-m", "nahbar"]
Environment = dict[str, str]


def refused(home: Environment, *arguments: str, **settings: str) -> tuple[int, str]:
    """Exit code and code of the refusal."""
    done = subprocess.run(
        [*NAHBAR, *arguments, "--json"],
        env={**home, **settings},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.stdout.count("\n") == 1, done.stderr
    return done.returncode, json.loads(done.stdout)["error"]["code"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["find"],
        ["find", "x", "--limit", "many"],
        ["people", "role", "a@b.example", "boss"],
        ["import", "nowhere.csv"],
        ["refresh", "--as-of", "soon"],
        ["refresh", "--bogus"],
        ["sing"],
    ],
)
def test_wrong_usage_is_told_to_machines(arguments: list[str]) -> None:
    result = CliRunner().invoke(main, [*arguments, "--json"])
    assert result.exit_code == 2
    assert json.loads(result.stdout)["error"]["code"] == "usage"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://x"),
        ("DATABASE_URL", "postgresql://x:port/y"),
        ("NAHBAR_TIME_ZONE", "Mars/Olympus"),
        ("NAHBAR_PROXIES", "several"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_named(
    own_house: Environment, name: str, value: str
) -> None:
    assert refused(own_house, "find", "x", **{name: value}) == (1, "bad_setting")


@pytest.mark.slow
@pytest.mark.parametrize("port", ["abc", "99999", "0", "²"])
def test_a_port_that_is_none_is_named(own_house: Environment, port: str) -> None:
    assert refused(own_house, "serve", PORT=port) == (1, "bad_setting")


@pytest.mark.slow
@pytest.mark.parametrize("command", [["find", "x"], ["serve"]])
def test_a_home_that_cannot_be_made_is_refused(
    own_house: Environment, tmp_path: Path, command: list[str]
) -> None:
    (tmp_path / "file").write_text("")
    home = str(tmp_path / "file" / "home")
    assert refused(own_house, *command, NAHBAR_HOME=home) == (1, "home_unusable")


@pytest.mark.slow
def test_a_damaged_key_is_named(own_house: Environment) -> None:
    keys = Path(own_house["NAHBAR_HOME"]) / "keys"
    keys.mkdir(exist_ok=True)
    (keys / "files.key").write_bytes(b"short")
    assert refused(own_house, "find", "x") == (1, "key_damaged")


@pytest.mark.slow
@pytest.mark.parametrize("command", [["find", "x"], ["serve"]])
def test_a_damaged_database_is_told(own_house: Environment, command: list[str]) -> None:
    if own_house.get("DATABASE_URL"):
        pytest.skip("the file of the embedded database")
    home = Path(own_house["NAHBAR_HOME"])
    for path in home.glob("nahbar.sqlite3*"):
        path.unlink()
    (home / "nahbar.sqlite3").write_bytes(b"this is no database at all " * 400)
    assert refused(own_house, *command) == (1, "database_damaged")


@pytest.mark.slow
def test_bytes_that_are_no_text_are_refused(own_house: Environment) -> None:
    done = subprocess.run(
        [*map(os.fsencode, NAHBAR), b"sign-in-link", b"\xff", b"--json"],
        env=own_house,
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (1, "not_text")


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to write to")
def test_an_answer_that_cannot_be_written_is_told(own_house: Environment) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*NAHBAR, "people", "list", "--json"],
            env=own_house,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1


def test_an_export_into_no_folder_is_refused(nahbar: NahbarCommand, tmp_path: Path) -> None:
    for name in ("x.csv", "x.xlsx"):
        done = nahbar("export", "customers", str(tmp_path / "nowhere" / name), "--json")
        assert json.loads(done.stdout)["error"]["code"] == "cannot_write"
        assert done.returncode == 1


@pytest.mark.django_db
def test_a_home_one_can_only_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nahbar.site.database.os.access", lambda path, mode: False)
    result = CliRunner().invoke(main, ["people", "list", "--json"])
    assert json.loads(result.stdout)["error"]["code"] == "read_only"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OperationalError("database or disk is full"), "disk_full"),
        (OperationalError("away"), "database"),
        (OSError(28, "No space left on device"), "disk_full"),
        (OSError(13, "Permission denied"), "system"),
    ],
)
def test_what_breaks_beneath_a_command_is_told(
    monkeypatch: pytest.MonkeyPatch, error: Exception, code: str
) -> None:
    if code == "disk_full" and isinstance(error, OperationalError):
        cause = Exception()
        cause.sqlite_errorname = "SQLITE_FULL"  # type: ignore[attr-defined]  # as sqlite3 does
        error.__cause__ = cause

    def broken() -> None:
        raise error

    monkeypatch.setattr("nahbar.site.database.prepare_database", broken)
    result = CliRunner().invoke(main, ["people", "list", "--json"])
    assert (result.exit_code, json.loads(result.stdout)["error"]["code"]) == (1, code)


@pytest.mark.django_db
def test_a_fault_of_ours_is_not_dressed_up_as_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert answering.as_refusal(KeyError()) is None


def test_what_a_terminal_cannot_write_is_spelt_out() -> None:
    import io  # noqa: PLC0415

    ascii_only = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    assert answering._printable("Müller", ascii_only) == "M\\xfcller"
