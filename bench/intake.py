"""Taking data over beside a bare bulk load of the same rows into the same tables and indexes.

    python -m bench.intake [--lines 1000000] [--customers 1000000] [--runs 1]

With DATABASE_URL set it measures PostgreSQL, else SQLite; 0 leaves a kind out. The import reads, types, checks, tells
customers apart, keeps every raw row, an undo log and a ledger; the bare load only copies finished
rows, each table in one transaction. The limit is a quarter of the bare load's rows per second, and 600 MB.
"""

import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit, urlunsplit

SEED = 20261122
PER_ORDER = 4
FIRST = (
    "Anna",
    "Bernd",
    "Clara",
    "David",
    "Eva",
    "Franz",
    "Gerda",
    "Hans",
    "Ilse",
    "Jakob",
    "Karin",
)
LAST = (
    "Berger",
    "Moser",
    "Novak",
    "Huber",
    "Gruber",
    "Wagner",
    "Müller",
    "Steiner",
    "Hofer",
    "Egger",
)


def write_orders(path: Path, lines: int) -> None:
    """Order lines with about four lines an order and fifteen lines a customer."""
    rng = random.Random(SEED)
    customers = max(lines // 15, 1)
    with path.open("w", newline="", encoding="utf-8") as stream:
        out = csv.writer(stream, delimiter=";")
        out.writerow(["Invoice", "Article", "Product", "Quantity", "Date", "Price", "Customer No"])
        for line in range(lines):
            order = line // PER_ORDER
            rng_order = random.Random(order)
            day, month = rng_order.randint(1, 28), rng_order.randint(1, 12)
            article = rng.randint(1, 5_000)
            price = f"{rng.randint(50, 9_999) / 100:.2f}".replace(".", ",")
            when = (
                f"{day:02}.{month:02}.2025 {rng_order.randint(8, 18)}:{rng_order.randint(10, 59)}"
            )
            number = rng_order.randint(1, customers)
            out.writerow(
                [order, f"A{article}", f"Product {article}", rng.randint(1, 9), when, price, number]
            )


def write_customers(path: Path, customers: int) -> None:
    """Customers with number, name, mail, phone and address."""
    rng = random.Random(SEED)
    with path.open("w", newline="", encoding="utf-8") as stream:
        out = csv.writer(stream, delimiter=";")
        out.writerow(
            ["Kundennummer", "Vorname", "Nachname", "E-Mail", "Telefon", "Straße", "PLZ", "Ort"]
        )
        for number in range(1, customers + 1):
            first, last = rng.choice(FIRST), rng.choice(LAST)
            mail = f"{first.lower()}.{number}@example.at"
            phone = f"0664 {rng.randint(1_000_000, 9_999_999)}"
            street = f"Hauptstraße {rng.randint(1, 200)}"
            out.writerow(
                [number, first, last, mail, phone, street, rng.randint(1000, 9999), "Graz"]
            )


def measure(kind: str, path: Path) -> dict[str, float]:
    """Run in a process of its own: import the file, then load the same rows bare."""
    import django

    django.setup()
    from django.apps import apps
    from django.core.management import call_command
    from django.db import connection, transaction

    from nahbar.core import bulk, clock
    from nahbar.core.actors import THE_COMMAND_LINE
    from nahbar.intake.operations.confirm import confirm_import
    from nahbar.intake.operations.start import start_import
    from nahbar.intake.operations.work import work_off

    call_command("migrate", verbosity=0)
    begun = time.perf_counter()
    with path.open("rb") as stream:
        run = start_import([(path.name, stream)], kind=kind, by=THE_COMMAND_LINE, at=clock.now())
    work_off()
    read = time.perf_counter()
    confirm_import(run, by=THE_COMMAND_LINE, at=clock.now())
    work_off()
    ended = time.perf_counter()
    run.refresh_from_db()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    names = (
        ("sales.Product", "sales.Order", "sales.OrderLine", "moments.Encounter")
        if kind == "orders"
        else ("customers.ContactPoint", "customers.PostalAddress")
    )
    models = [
        apps.get_model(n)
        for n in ("customers.Customer", "customers.SourceRecord", "customers.CustomerNumber")
    ]
    models += [apps.get_model(name) for name in names]
    frames = {model: _whole(model) for model in models}
    with connection.cursor() as cursor:
        for model in reversed(models):
            if connection.vendor == "postgresql":
                cursor.execute(f'TRUNCATE "{model._meta.db_table}" CASCADE')
            else:
                cursor.execute("PRAGMA foreign_keys=OFF")
                cursor.execute(f'DELETE FROM "{model._meta.db_table}"')
    loaded = time.perf_counter()
    for model, frame in frames.items():
        with transaction.atomic():
            bulk.insert_frame(model, frame)
    bare = time.perf_counter() - loaded
    return {
        "rows": run.rows_stored,
        "survey": read - begun,
        "store": ended - read,
        "import": ended - begun,
        "bare": bare,
        "peak_mb": peak,
    }


def _whole(model):  # type: ignore[no-untyped-def]
    """All rows of a table as the frame that would have been inserted."""
    import polars as pl
    from django.db import models as fields

    from nahbar.core.bulk import read_frame

    kinds = {
        fields.DateTimeField: pl.Datetime("us"),
        fields.DateField: pl.Date,
        fields.IntegerField: pl.Int64,
        fields.ForeignKey: pl.Int64,
    }
    schema = {}
    for field in model._meta.concrete_fields:
        dtype = next((kind for cls, kind in kinds.items() if isinstance(field, cls)), pl.String)
        schema[field.column] = dtype
    names = ", ".join(f'"{name}"' for name in schema)
    return read_frame(f'SELECT {names} FROM "{model._meta.db_table}"', schema=schema)


def main() -> None:
    """Write the files, measure each in processes of their own, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--one", nargs=2, metavar=("KIND", "FILE"))
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(measure(chosen.one[0], Path(chosen.one[1]))))
        return
    database = "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite"
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for kind, write, rows in (
            ("orders", write_orders, chosen.lines),
            ("customers", write_customers, chosen.customers),
        ):
            if rows:
                files[kind] = Path(folder) / f"{kind}.csv"
                write(files[kind], rows)
        print(f"{database}: import beside a bare bulk load (median of {chosen.runs})")
        print(
            "kind       rows      import rows/s   bare rows/s   share   survey s  store s  bare s  peak MB"
        )
        for kind, path in files.items():
            runs = [
                _in_process(kind, path, Path(folder) / f"{kind}-{n}") for n in range(chosen.runs)
            ]
            mid = {name: median(run[name] for run in runs) for name in runs[0]}
            speed, bare = mid["rows"] / mid["import"], mid["rows"] / mid["bare"]
            print(
                f"{kind:10} {mid['rows']:9,.0f} {speed:12,.0f} {bare:13,.0f}   {speed / bare:5.2f}"
                f" {mid['survey']:9.1f} {mid['store']:8.1f} {mid['bare']:7.1f} {mid['peak_mb']:8.0f}"
            )


def _in_process(kind: str, path: Path, home: Path) -> dict[str, float]:
    environment = {**os.environ, "NAHBAR_HOME": str(home), "NAHBAR_LOG": "ERROR"}
    environment["DJANGO_SETTINGS_MODULE"] = "nahbar.site.settings"
    url = os.environ.get("DATABASE_URL")
    if url:
        import psycopg

        name = f"bench_{kind}_{os.getpid()}_{random.randrange(10**6)}"
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")
        environment["DATABASE_URL"] = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    done = subprocess.run(
        [sys.executable, "-m", "bench.intake", "--one", kind, str(path)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if url:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    return dict(json.loads(done.stdout.splitlines()[-1]))


if __name__ == "__main__":
    main()
