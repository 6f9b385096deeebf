"""The page of a customer with 500 encounters in a house of many: milliseconds for one and for eight users.

``python -m bench.customer_page [--customers 100000] [--encounters 2000000] [--times 200] [--users 8]``

Server time, warm, asked inside the processes without a network; beside it the same for a page of the
framework that says "ok" behind the same sign-in, which is what no page of ours can be quicker than. The
limits: p95 of 60 ms for one user, 25 queries. With DATABASE_URL on PostgreSQL, else on SQLite.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from statistics import quantiles
from typing import Any

from bench.refresh import own_database

LIMIT, MOST_QUERIES = 0.060, 25
REGULAR = 500
NOW = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
PAGES = ("customer", "alive", "me")  # ours, the bare one, and the least page with our shell


def make(customers: int, encounters: int) -> None:
    """So many customers, among them one who came five hundred times, and so many encounters."""
    import django

    django.setup()
    import numpy as np
    import polars as pl
    from django.core.management import call_command
    from django.db import connection, transaction

    from nahbar.core.access import Role
    from nahbar.core.actors import THE_HOUSE
    from nahbar.core.bulk import insert_frame, moment
    from nahbar.core.ids import new_public_ids
    from nahbar.core.models import Batch, Source, User
    from nahbar.customers.models import Customer
    from nahbar.customers.operations.contact_points import add_contact_point
    from nahbar.customers.operations.remarks import add_remark
    from nahbar.customers.operations.take_over import take_over
    from nahbar.moments.models import Encounter
    from nahbar.team.models import Firm

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    Firm.objects.create(pk=1, name="Bench", created_at=NOW)
    people = [
        User.objects.create(email=f"{n}@bench.example", name=f"Person {n}", role=Role.OWNER)
        for n in range(20)
    ]
    source = Source.objects.create(name="Bench", created_at=NOW)
    batch = Batch.objects.create(kind="import", source=source, started_at=NOW)
    for first in range(0, customers, 20_000):
        keys = [str(n) for n in range(first, min(first + 20_000, customers))]
        said = pl.DataFrame({"key": keys, "number": keys}).with_columns(
            pl.format("Person{}", "key").alias("first_name"),
            pl.format("Huber{}", pl.col("key").cast(pl.Int64) % 5_000).alias("last_name"),
            pl.concat_list(pl.format("p{}@example.at", "key")).alias("emails"),
            pl.lit(None, dtype=pl.Int64).alias("adopted_id"),
        )
        with transaction.atomic():
            take_over(said, source=source, batch=batch, at=NOW)
    ids = np.array(list(Customer.objects.order_by("pk").values_list("pk", flat=True)))
    chance = np.random.default_rng(7)
    for first in range(0, encounters, 100_000):
        count = min(100_000, encounters - first)
        whose = chance.choice(ids[1:], count)
        if first == 0:
            whose[:REGULAR] = ids[0]
        ago = chance.integers(0, 10 * 365 * 86_400, count)
        rows = pl.DataFrame({"customer_id": whose, "ago": ago}).select(
            "customer_id",
            pl.Series("public_id", new_public_ids(count)),
            pl.lit("contact").alias("kind"),
            pl.lit("visit").alias("channel"),
            (pl.lit(NOW.replace(tzinfo=None)) - pl.duration(seconds="ago")).alias("occurred_at"),
            pl.Series("by_id", chance.choice([one.pk for one in people], count)),
            pl.Series("mood", chance.integers(-2, 3, count)),
            pl.lit("").alias("mood_word"),
            pl.lit("They talked about this and that.").alias("text"),
            pl.lit("").alias("reference"),
            pl.lit("").alias("by_name"),
            moment(NOW).alias("created_at"),
        )
        with transaction.atomic():
            insert_frame(Encounter, rows)
    regular = Customer.objects.get(pk=ids[0])
    add_contact_point(regular, "mobile", "0664 1234567", by=THE_HOUSE, at=NOW)
    for number in range(10):
        add_remark(regular, "likes", f"Tea {number}", by=THE_HOUSE, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def ask(times: int, user: int) -> None:
    """Ask each page `times` times, in turns; prints milliseconds and queries as JSON."""
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from nahbar.core.models import User
    from nahbar.customers.models import Customer

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.order_by("pk")[user])
    one = Customer.objects.order_by("pk").first()
    assert one is not None
    urls = {"customer": reverse("customer", args=[one.public_id])}
    urls |= {name: reverse(name) for name in PAGES[1:]}
    for url in list(urls.values()) * 3:
        client.get(url)
    with CaptureQueriesContext(connection) as asked:
        client.get(urls["customer"])
    told: dict[str, Any] = {"queries": len(asked), "seconds": {name: [] for name in urls}}
    for _ in range(times):
        for name, url in urls.items():
            begun = time.perf_counter()
            answer = client.get(url)
            told["seconds"][name].append(time.perf_counter() - begun)
            if answer.status_code >= 400:
                raise SystemExit(f"{url} answered {answer.status_code}")
    print(json.dumps(told))


def measure(
    environment: dict[str, str], times: int, users: int
) -> tuple[dict[str, list[float]], int]:
    """All users at once; seconds of each page, and how many queries ours took."""
    asking = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.customer_page", "--part", "ask", "--times", str(times),
             "--user", str(user)],
            env=environment, stdout=subprocess.PIPE, text=True,
        )
        for user in range(users)
    ]  # fmt: skip
    told = [json.loads(one.communicate()[0].splitlines()[-1]) for one in asking]
    seconds = {name: sorted(s for one in told for s in one["seconds"][name]) for name in PAGES}
    return seconds, max(one["queries"] for one in told)


def main() -> None:
    """Make the house once, then ask by one user and by many."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--encounters", type=int, default=2_000_000)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--users", type=int, default=8)
    parser.add_argument("--user", type=int, default=0)
    parser.add_argument("--part", choices=["make", "ask"])
    chosen = parser.parse_args()
    if chosen.part == "make":
        make(chosen.customers, chosen.encounters)
        return
    if chosen.part == "ask":
        ask(chosen.times, chosen.user)
        return
    with tempfile.TemporaryDirectory(prefix="nahbar-bench-") as home, own_database() as database:
        environment = {
            **os.environ,
            **database,
            "NAHBAR_HOME": home,
            "DJANGO_SETTINGS_MODULE": "nahbar.site.settings",
        }
        sizes = ["--customers", str(chosen.customers), "--encounters", str(chosen.encounters)]
        made = [sys.executable, "-m", "bench.customer_page", "--part", "make", *sizes]
        subprocess.run(made, env=environment, check=True)
        print(
            f"{'page':12}{'users':>6}{'median ms':>11}{'p95 ms':>9}{'of limit':>10}{'queries':>9}"
        )
        for users in (1, chosen.users):
            seconds, queries = measure(environment, chosen.times, users)
            for name, all_of_it in seconds.items():
                cuts = quantiles(all_of_it, n=100)
                limit = f"{cuts[94] / LIMIT:10.2f}{queries:9}" if name == "customer" else ""
                print(f"{name:12}{users:6}{cuts[49] * 1e3:11.1f}{cuts[94] * 1e3:9.1f}{limit}")


if __name__ == "__main__":
    main()
