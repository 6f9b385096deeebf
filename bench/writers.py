"""Eight processes that do nothing but write to one SQLite file: how long does each wait for its turn?

python -m bench.writers [--writers 8] [--seconds 5] [--runs 3]

The same connections, transactions and settings as the house has, with Django's own backend and with
ours, in turns. A wait is from asking for the transaction to having it.
"""

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

BACKENDS = {"without a queue": "django.db.backends.sqlite3", "with the queue": "nahbar.core.sqlite"}
ROWS = 3


def connect(engine: str, path: str) -> Any:
    """A connection with the settings of the house, and nothing else of it."""
    import django
    from django.conf import settings
    from django.db import connection

    from nahbar.site.settings import DATABASES

    settings.configure(
        DATABASES={"default": {**DATABASES["default"], "ENGINE": engine, "NAME": path}}
    )
    django.setup()
    return connection


def write(engine: str, path: str, seconds: float) -> None:
    """Say that we are ready, and once told to, write until the time is over; prints the waits (s)."""
    from django.db import DatabaseError, transaction

    connection = connect(engine, path)
    connection.ensure_connection()
    waits, failed = [], 0
    print("ready", flush=True)
    sys.stdin.readline()
    end = time.perf_counter() + seconds
    while (asked := time.perf_counter()) < end:
        try:
            with transaction.atomic():
                waits.append(time.perf_counter() - asked)
                with connection.cursor() as cursor:
                    for _ in range(ROWS):
                        cursor.execute("INSERT INTO note (said) VALUES (%s)", ["x" * 200])
        except DatabaseError:
            failed += 1
    print(json.dumps({"waits": waits, "failed": failed}))


def measure(engine: str, writers: int, seconds: float) -> dict[str, float]:
    """One run in a new file: waits in ms over all writers, writes, share of the least served one."""
    with tempfile.TemporaryDirectory(prefix="nahbar-bench-") as folder:
        path = Path(folder) / "bench.sqlite3"
        with sqlite3.connect(path) as database:
            database.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, said TEXT)")
        database.close()
        told = _run([engine, str(path), str(seconds)], writers, {"NAHBAR_HOME": folder})
    waits = sorted(wait * 1000 for one in told for wait in one["waits"])
    served = [len(one["waits"]) for one in told]
    return {
        "writes": len(waits),
        "p50": waits[len(waits) // 2],
        "p95": waits[len(waits) * 95 // 100],
        "worst": waits[-1],
        "least": min(served) / (sum(served) / writers),
        "failed": sum(one["failed"] for one in told),
    }


def _run(part: list[str], writers: int, environment: dict[str, str]) -> list[dict[str, Any]]:
    """What each writer tells; all begin when the last one is ready."""
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.writers", "--part", *part],
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(writers)
    ]
    for one in running:
        one.stdout.readline()
    for one in running:
        one.stdin.write("go\n")
        one.stdin.flush()
    return [json.loads(one.communicate()[0]) for one in running]


def main() -> None:
    """Measure both backends in turns and print medians; of the worst wait, the worst."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--part", nargs=3)
    chosen = parser.parse_args()
    if chosen.part:
        engine, path, seconds = chosen.part
        write(engine, path, float(seconds))
        return
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in BACKENDS}
    for _ in range(chosen.runs):
        for name, engine in BACKENDS.items():
            runs[name].append(measure(engine, chosen.writers, chosen.seconds))
    print(f"{chosen.writers} writers, {chosen.seconds:.0f} s, {chosen.runs} runs; waits in ms")
    print(
        f"{'':18}{'writes/s':>9}{'p50':>8}{'p95':>8}{'worst':>9}{'least served':>14}{'failed':>8}"
    )
    for name, results in runs.items():
        middle = {key: median(result[key] for result in results) for key in results[0]}
        worst = max(result["worst"] for result in results)
        print(
            f"{name:18}{middle['writes'] / chosen.seconds:9.0f}{middle['p50']:8.1f}{middle['p95']:8.1f}"
            f"{worst:9.1f}{middle['least']:14.0%}{middle['failed']:8.0f}"
        )


if __name__ == "__main__":
    main()
