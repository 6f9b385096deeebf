"""Backup and verified restore of a house, beside a plain copy of the same bytes.

python -m bench.backup [HOME] [--runs 3] [--passphrase]    SQLite: HOME is only read, a copy is measured;
                                                           without one, the demo firm is
DATABASE_URL=… python -m bench.backup HOME [--runs 3]      PostgreSQL: the house that lives there

The plain copy reads every byte of the database and of the kept files once, writes it to the same
disk, and syncs it. A restore is measured whole: the command with its start, everything compared,
the house brought up to date.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

PIECE = 1 << 20
PASSPHRASE = "ein Satz, der nur hier steht\n"


def plain_copy(home: Path, target: Path, database: Path | None) -> float:
    """Seconds for the bytes of database and kept files, synced; copying is what others' tools do, too."""
    sources = [path for path in (home / "files").rglob("*") if path.is_file()]
    sources += [database] if database else []
    target.mkdir()
    begun = time.perf_counter()
    for number, source in enumerate(sources):
        with source.open("rb") as read, (target / str(number)).open("wb") as write:
            shutil.copyfileobj(read, write, PIECE)
            write.flush()
            os.fsync(write.fileno())
    return time.perf_counter() - begun


def run(home: Path, url: str, *command: str, stdin: str = "") -> tuple[float, dict[str, Any]]:
    """Seconds of a command, and its answer."""
    env = {**os.environ, "NAHBAR_HOME": str(home), "NAHBAR_BACKUPS": "off"}
    env.pop("DATABASE_URL", None)
    if url:
        env["DATABASE_URL"] = url
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "nahbar", *command, "--json"],
        env=env, input=stdin, capture_output=True, text=True, check=False,
    )  # fmt: skip
    seconds = time.perf_counter() - begun
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return seconds, dict(json.loads(done.stdout))


def scratch_url(url: str, name: str) -> str:
    """A new database on the same server."""
    if not url:
        return ""
    from urllib.parse import urlsplit, urlunsplit

    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def server_bytes(url: str, path: Path) -> Path:
    """A file as large as the database on the server, to be copied plainly."""
    import psycopg

    with psycopg.connect(url) as server:
        row = server.execute("SELECT pg_database_size(current_database())").fetchone()
    with path.open("wb") as stream:
        for _ in range(int(row[0]) // PIECE if row else 0):
            stream.write(os.urandom(PIECE))
    return path


def main() -> None:
    """Measure in turns and print medians, and how many times the plain copy each takes."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("home", type=Path, nargs="?")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--passphrase", action="store_true")
    chosen = parser.parse_args()
    url = os.environ.get("DATABASE_URL", "")
    locked = ("--passphrase-stdin",) if chosen.passphrase else ()
    told = PASSPHRASE if chosen.passphrase else ""
    rows: dict[str, list[float]] = {"plain copy": [], "backup": [], "verified restore": []}
    beside = chosen.home.parent if chosen.home else None
    with tempfile.TemporaryDirectory(prefix="nahbar-bench-", dir=beside) as folder:
        place = Path(folder)
        home = place / "home"
        if chosen.home is None:
            run(home, url, "demo")
        elif url:
            home = chosen.home
        else:
            shutil.copytree(chosen.home, home)
        run(home, url, "find", "x")  # brings the copy up to date
        database = server_bytes(url, place / "bytes") if url else home / "nahbar.sqlite3"
        size = database.stat().st_size
        for number in range(chosen.runs):
            rows["plain copy"].append(plain_copy(home, place / "copy", database))
            shutil.rmtree(place / "copy")
            seconds, made = run(home, url, "backup", str(place / "b.nahbar"), *locked, stdin=told)
            rows["backup"].append(seconds)
            again = place / f"again-{number}"
            key = () if chosen.passphrase else ("--key", str(home / "keys" / "files.key"))
            there = scratch_url(url, "nahbar_bench_restore")
            command = ("restore", str(place / "b.nahbar"), *key, *locked)
            seconds, back = run(again, there, *command, stdin=told)
            rows["verified restore"].append(seconds)
            differing = [
                name
                for name in made["checksums"]
                if made["checksums"][name] != back["checksums"].get(name)
            ]
            shutil.rmtree(again)
    counts = made["counts"]
    print(
        f"{'PostgreSQL' if url else 'SQLite'}, {counts.get('customers_customer', 0):,} customers,"
        f" {sum(counts.values()):,} rows, {size / 1e9:.2f} GB of database, {made['size'] / 1e9:.2f} GB of backup,"
        f" {chosen.runs} runs; differences: {len(differing)}"
    )
    print(f"{'':20}{'median s':>10}{'fastest':>10}{'slowest':>10}{'× copy':>8}")
    base = median(rows["plain copy"])
    for name, seconds_of in rows.items():
        print(
            f"{name:20}{median(seconds_of):10.2f}{min(seconds_of):10.2f}{max(seconds_of):10.2f}"
            f"{median(seconds_of) / base:8.1f}"
        )


if __name__ == "__main__":
    main()
