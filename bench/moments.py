"""Noting moments while eight people offer fifty a second: real server, real HTTP, both databases.

    python -m bench.moments [--notes 10000] [--rate 50] [--people 8] [--customers 20000] [--history 200000]

A note is the form that the page sends by htmx, answered with the timeline as it then is. Its time
counts from the moment at which it was offered, so that who had to wait for the one before counts as
slow; client and server share the machine. With DATABASE_URL set it measures PostgreSQL, else SQLite.
"""

import argparse
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from statistics import quantiles
from typing import Any
from urllib.parse import urlsplit

from tests.browser.house import House

from bench.refresh import own_database

SEED = 20261122
P95, WORST = 0.050, 1.0  # seconds
TOKEN = "n" * 32  # of the form and its cookie: what counts is that both are the same
BOUNDARY = "nahbar-bench"
WARM = 40


def make(customers: int, history: int, people: int) -> dict[str, Any]:
    """Fill an empty house; the cookies of its people, and customers to note something of."""
    from datetime import UTC, datetime, timedelta

    import numpy as np
    import polars as pl
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import transaction

    from bench.refresh import SLICE, _customer_rows
    from nahbar.core import clock
    from nahbar.core.access import Role
    from nahbar.core.bulk import insert_frame
    from nahbar.core.models import Source, User
    from nahbar.customers.models import Customer
    from nahbar.moments.operations import record_encounters
    from nahbar.site.database import prepare_database
    from nahbar.team.models import Firm

    prepare_database()
    Firm.objects.get_or_create(pk=1, defaults={"name": "Bench", "created_at": clock.now()})
    source = Source.objects.create(name="bench", created_at=clock.now())
    for part in pl.DataFrame({"id": np.arange(1, customers + 1)}).iter_slices(SLICE):
        with transaction.atomic():
            insert_frame(Customer, _customer_rows(part))
    rng, last = np.random.default_rng(SEED), datetime(2026, 3, 2, 9, tzinfo=UTC)
    for begun in range(0, history, SLICE):
        count = min(SLICE, history - begun)
        back = pl.Series("back", rng.integers(1, 3_000_000, count))
        moments = pl.DataFrame({"customer_id": rng.integers(1, customers + 1, count)}).select(
            "customer_id",
            pl.lit("contact").alias("kind"),
            pl.lit("phone").alias("channel"),
            (pl.lit(last.replace(tzinfo=None)) - pl.duration(minutes=back)).alias("occurred_at"),
            pl.lit("Asked when the parcel comes.").alias("text"),
        )
        with transaction.atomic():
            record_encounters(moments, source=source, at=last + timedelta(days=1))
    cookies = []
    for number in range(people):
        person = User.objects.create(
            email=f"bench{number}@example.at", name=f"Person {number}", role=Role.STAFF
        )
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        cookies.append(f"nahbar={session.session_key}; csrftoken={TOKEN}")
    some = Customer.objects.order_by("pk").values_list("public_id", flat=True)[:2000]
    return {"cookies": cookies, "customers": [str(one) for one in some]}


def count_noted() -> dict[str, int]:
    """What the database holds in the end."""
    from nahbar.moments.models import Encounter

    return {"noted": Encounter.objects.filter(source=None).count()}


class Person:
    """One of the house at a line of their own."""

    def __init__(self, address: str, cookie: str, customers: list[str], seed: int) -> None:
        self._line = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        self._cookie, self._customers, self._random = cookie, customers, random.Random(seed)

    def note(self) -> int:
        """Note one moment; the status of the answer."""
        rng = self._random
        fields = {
            "csrfmiddlewaretoken": TOKEN,
            "once": str(_uuid(rng)),
            "channel": rng.choice(["visit", "phone", "mail"]),
            "kind": "contact",
            "mood": str(rng.randint(-2, 2)),
            "text": f"Talked about the {rng.choice(['car', 'bill', 'visit', 'weather'])}.",
        }
        parts = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        )
        body = ("".join(parts) + f"--{BOUNDARY}--\r\n").encode()
        headers = {
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
            "Cookie": self._cookie,
            "HX-Request": "true",
        }
        path = f"/customers/{rng.choice(self._customers)}/encounters/"
        self._line.request("POST", path, body, headers)
        answer = self._line.getresponse()
        told = answer.read()
        return answer.status if b'id="timeline-list"' in told else -answer.status


def _uuid(rng: random.Random) -> Any:
    import uuid

    return uuid.UUID(int=rng.getrandbits(128), version=4)


def offer(people: list[Person], notes: int, rate: float) -> tuple[list[float], list[int]]:
    """Offer `notes` evenly at `rate` a second, in turns; seconds of each, and answers other than 200."""
    for person in people:
        for _ in range(WARM // len(people) + 1):
            person.note()
    seconds: list[float] = []
    wrong: list[int] = []
    begun = time.perf_counter() + 0.2

    def work(at: int) -> None:
        for number in range(at, notes, len(people)):
            due = begun + number / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            status = people[at].note()
            seconds.append(time.perf_counter() - due)
            if status != 200:
                wrong.append(status)

    threads = [threading.Thread(target=work, args=(at,)) for at in range(len(people))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seconds, wrong


def main() -> None:
    """Make the house by one process, serve it by others, and print the figures beside the limits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--customers", type=int, default=20_000)
    parser.add_argument("--history", type=int, default=200_000)
    parser.add_argument("--part", choices=("make", "count"))
    chosen = parser.parse_args()
    if chosen.part:
        import django

        django.setup()
        made = chosen.part == "make"
        told = make(chosen.customers, chosen.history, chosen.people) if made else count_noted()
        print(json.dumps(told))
        return
    with tempfile.TemporaryDirectory(prefix="nahbar-bench-") as folder, own_database() as database:
        environment = {
            **os.environ,
            **database,
            "NAHBAR_HOME": f"{folder}/home",
            "NAHBAR_DEMO": "0",
            "DJANGO_SETTINGS_MODULE": "nahbar.site.settings",
        }

        def part(name: str) -> dict[str, Any]:
            sizes = ["--customers", str(chosen.customers), "--history", str(chosen.history)]
            command = [sys.executable, "-m", "bench.moments", "--part", name, *sizes]
            command += ["--people", str(chosen.people)]
            done = subprocess.run(command, env=environment, check=True, capture_output=True)
            told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
            return told

        made = part("make")
        house = House(environment)
        try:
            people = [
                Person(house.address, cookie, made["customers"], SEED + number)
                for number, cookie in enumerate(made["cookies"])
            ]
            seconds, wrong = offer(people, chosen.notes, chosen.rate)
        finally:
            house.close()
        noted = part("count")["noted"]
    warm = (WARM // chosen.people + 1) * chosen.people
    late = quantiles(seconds, n=100)
    print(
        f"{'PostgreSQL' if database else 'SQLite'}: {len(seconds)} moments, "
        f"{chosen.rate:.0f} a second by {chosen.people} people"
    )
    print(f"{'':10}{'ms':>9}{'limit':>9}{'of limit':>10}")
    print(f"{'median':10}{late[49] * 1e3:9.1f}")
    for name, found, limit in (("p95", late[94], P95), ("worst", max(seconds), WORST)):
        print(f"{name:10}{found * 1e3:9.1f}{limit * 1e3:9.0f}{found / limit:10.2f}")
    print(f"other answers than 200: {len(wrong)} {sorted(set(wrong))}; in the database: {noted}")
    if wrong or noted != chosen.notes + warm:
        raise SystemExit("moments were lost, doubled or refused")


if __name__ == "__main__":
    main()
