"""Searching a million people as one types: how long an answer takes, how many who are typed wrongly are found.

    python -m bench.search [--people 1000000] [--times 400] [--asked 1000] [--home FOLDER]

One user is asked for inside one process, without a network; eight type at once at a real server,
each a letter every 200 ms, their time counting from the key. Throughput stands beside that of the
barest page of the same server. With DATABASE_URL set it measures PostgreSQL, else SQLite. A house
kept with --home is made once; on PostgreSQL the database is then the one of DATABASE_URL itself.
"""

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import quote, urlsplit

from bench.refresh import own_database
from bench.townsfolk import SEED, misspell, people

LIMITS = {"exact": 0.030, "one typo": 0.060}
USERS, EVERY = 8, 0.2
FIRST = 5


def make(count: int) -> None:
    """Fill an empty house with people, and index them."""
    from bench.town import settle
    from nahbar.core import clock
    from nahbar.core.search.indexing import index_due
    from nahbar.customers.models import Customer
    from nahbar.site.database import prepare_database
    from nahbar.team.models import Firm

    prepare_database()
    begun = time.perf_counter()
    if not Customer.objects.exists():
        Firm.objects.get_or_create(pk=1, defaults={"name": "Bench", "created_at": clock.now()})
        settle(people(count), at=clock.now())
    written = time.perf_counter()
    index_due()
    print(f"written in {written - begun:.0f} s, indexed in {time.perf_counter() - written:.0f} s")


def asked_for(count: int, asked: int) -> list[dict[str, Any]]:
    """Some of the people, each with their key and with what is typed."""
    import numpy as np

    from nahbar.customers.models import CustomerNumber

    folk = people(count)
    some = folk.filter(folk["firm"] == "").sample(asked, seed=SEED).to_dicts()
    keys = CustomerNumber.objects.filter(number__in=[one["number"] for one in some])
    known = dict(keys.values_list("number", "customer_id"))
    dice = np.random.default_rng(SEED)
    for one in some:
        one["id"], one["name"] = known[one["number"]], f"{one['given']} {one['family']}"
        one["one typo"], one["two typos"] = (
            misspell(one["name"], 1, dice),
            misspell(one["name"], 2, dice),
        )
        one["exact"] = one["name"]
    return some


def measure_alone(some: Sequence[dict[str, Any]], times: int) -> None:
    """One user: every answer of the suggestions, and of the list."""
    from django.test import Client
    from django.urls import reverse

    from nahbar.core.access import Role
    from nahbar.core.models import User
    from nahbar.core.pace import Pace
    from nahbar.desk.views import search

    search.PACE = Pace(rate=1e9, burst=10**9)
    user, _made = User.objects.get_or_create(
        email="bench@example.at", defaults={"role": Role.OWNER}
    )
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    suggestions, whole = reverse("search"), reverse("customers")
    ways: dict[str, Callable[[dict[str, Any]], str]] = {
        "exact": lambda one: one["exact"],
        "exact, family name": lambda one: one["family"],
        "exact, four letters": lambda one: one["family"][:4],
        "exact, name and place": lambda one: f"{one['family']} {one['city']}",
        "exact, end of a phone": lambda one: one["phone"][-6:],
        "one typo": lambda one: one["one typo"],
        "one typo, family name": lambda one: one["one typo"].split()[-1],
        "one typo, two letters left out": lambda one: one["one typo"][:-2],
    }
    print(f"{'one user':34}{'median ms':>10}{'p95 ms':>10}{'of limit':>10}")
    for name, typed in ways.items():
        texts = [typed(one) for one in some[: times + 20]]
        late = quantiles([_ask(client, suggestions, text) for text in texts][20:], n=100)
        limit = LIMITS[name.split(",")[0]]
        print(f"{name:34}{late[49] * 1e3:10.1f}{late[94] * 1e3:10.1f}{late[94] / limit:10.2f}")
    texts = [one["family"] for one in some[:60]]
    late = quantiles([_ask(client, whole, text) for text in texts][5:], n=100)
    print(f"{'the list, family name':34}{late[49] * 1e3:10.1f}{late[94] * 1e3:10.1f}")
    late = quantiles([_ask(client, reverse("alive"), "") for _ in range(200)], n=100)
    print(f"{'a bare page':34}{late[49] * 1e3:10.1f}{late[94] * 1e3:10.1f}")


def _ask(client: Any, url: str, text: str) -> float:
    begun = time.perf_counter()
    answer = client.get(url, {"q": text})
    if answer.status_code not in {200, 204}:
        raise SystemExit(f"{url} answered {answer.status_code}")
    return time.perf_counter() - begun


def measure_recall(some: Sequence[dict[str, Any]]) -> None:
    """How many are among the first five, by name, and with a second part the very person."""
    from nahbar.core.search import search_customers
    from nahbar.customers.models import Customer

    print(f"\n{'found among the first five':34}{'name':>8}{'place':>8}{'digits':>8}{'mail':>8}")
    for kind in ("exact", "one typo", "two typos"):
        named, seconds = 0, {"place": [0, 0], "digits": [0, 0], "mail": [0, 0]}
        for one in some:
            hits = [hit.customer_id for hit in search_customers(one[kind])[:FIRST]]
            names = Customer.objects.filter(pk__in=hits).values_list("name", flat=True)
            named += one["name"] in set(names)
            place = f"{one['street'].rsplit(' ', 1)[0]} {one['city']}"
            parts = {"place": place, "digits": one["phone"][-6:], "mail": one["mail"]}
            for what, second in parts.items():
                if second:
                    found = search_customers(f"{one[kind]} {second}")[:FIRST]
                    seconds[what][0] += one["id"] in {hit.customer_id for hit in found}
                    seconds[what][1] += 1
        shares = "".join(f"{found / count:8.1%}" for found, count in seconds.values())
        print(f"{kind:34}{named / len(some):8.1%}{shares}")


def sessions(count: int) -> list[str]:
    """The cookies of so many people of the house."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from nahbar.core.access import Role
    from nahbar.core.models import User

    cookies = []
    for number in range(count):
        person, _made = User.objects.get_or_create(
            email=f"bench{number}@example.at", defaults={"role": Role.STAFF}
        )
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        cookies.append(f"nahbar={session.session_key}")
    return cookies


def measure_eight(environment: dict[str, str], told: dict[str, Any], seconds: float) -> None:
    """Eight at a real server: typing, then as fast as it answers."""
    from tests.browser.house import House

    house = House(environment)
    try:
        place = urlsplit(house.address).netloc
        eight = told["cookies"][:USERS]
        _together(place, eight, told["exact"], 3, 0)  # each process learns the words once
        print(
            f"\n{'eight users':34}{'median ms':>10}{'p95 ms':>10}{'of limit':>10}{'a second':>10}"
        )
        for kind, limit in LIMITS.items():
            late = quantiles(_together(place, eight, told[kind], seconds, EVERY), n=100)
            rate = len(_together(place, told["cookies"], told[kind], seconds, 0)) / seconds
            figures = f"{late[49] * 1e3:10.1f}{late[94] * 1e3:10.1f}{late[94] / limit:10.2f}"
            print(f"{kind:34}{figures}{rate:10.0f}")
        rate = len(_together(place, told["cookies"], [""], seconds, 0, "/alive/?q=")) / seconds
        print(f"{'a bare page':64}{rate:10.0f}")
    finally:
        house.close()


def _together(
    place: str, cookies: Sequence[str], texts: Sequence[str], seconds: float, every: float,
    path: str = "/search/?q=",
) -> list[float]:  # fmt: skip
    """Seconds of each answer, when eight ask: every so many seconds, or as soon as they are answered."""
    took: list[float] = []
    begun = time.perf_counter() + 0.1

    def work(user: int) -> None:
        line = http.client.HTTPConnection(place, timeout=60)
        number, due = 0, begun + every * user / USERS
        while due < begun + seconds:
            time.sleep(max(0.0, due - time.perf_counter()))
            cookie = cookies[(user + number * USERS) % len(cookies)]
            text = texts[(user * 97 + number) % len(texts)]
            line.request("GET", f"{path}{quote(text)}", headers={"Cookie": cookie})
            answer = line.getresponse()
            answer.read()
            if answer.status in {200, 204}:
                took.append(time.perf_counter() - due)
            number += 1
            due = due + every if every else time.perf_counter()

    threads = [threading.Thread(target=work, args=(user,)) for user in range(USERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


def main() -> None:
    """Make the house by one process, ask it in another, serve it by others."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=400)
    parser.add_argument("--asked", type=int, default=1_000)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--part", choices=("make", "ask", "recall", "sessions"))
    chosen = parser.parse_args()
    if chosen.part:
        _do_part(chosen)
        return
    kept = nullcontext({}) if chosen.home else own_database()
    with tempfile.TemporaryDirectory(prefix="nahbar-bench-") as folder, kept as database:
        home = chosen.home or Path(folder) / "home"
        environment = {
            **os.environ,
            **database,
            "NAHBAR_HOME": str(home),
            "NAHBAR_DEMO": "0",
            "DJANGO_SETTINGS_MODULE": "nahbar.site.settings",
        }
        sizes = ["--people", str(chosen.people), "--times", str(chosen.times)]
        command = [sys.executable, "-m", "bench.search", *sizes, "--asked", str(chosen.asked)]
        for part in ("make", "ask", "recall"):
            subprocess.run([*command, "--part", part], env=environment, check=True)
        done = subprocess.run(
            [*command, "--part", "sessions"], env=environment, check=True, capture_output=True
        )
        measure_eight(environment, json.loads(done.stdout.splitlines()[-1]), chosen.seconds)


def _do_part(chosen: argparse.Namespace) -> None:
    import django

    django.setup()
    if chosen.part == "make":
        make(chosen.people)
        return
    some = asked_for(chosen.people, max(chosen.asked, chosen.times + 20))
    if chosen.part == "ask":
        measure_alone(some, chosen.times)
    elif chosen.part == "recall":
        measure_recall(some[: chosen.asked])
    else:
        typed = {kind: [one[kind] for one in some] for kind in LIMITS}
        print(json.dumps({"cookies": sessions(200), **typed}))


if __name__ == "__main__":
    main()
