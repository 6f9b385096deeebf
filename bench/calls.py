"""Who is calling: milliseconds until the house knows, and until a colleague sees it in a browser.

``python -m bench.calls [--customers 1000000] [--times 200] [--calls 20]``

The limit is one second from the telephone system's request to the card on the page; whose number it
is, is found in 30 ms. The browser is the one that `scripts/browser` finds; without one its part is
left out. With DATABASE_URL set it measures PostgreSQL, else SQLite.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from typing import Any

import numpy as np
import polars as pl

from bench.refresh import own_database

FOUND, SEEN = 0.030, 1.0  # seconds
SLICE = 200_000
HEARD_APART = 0.6  # seconds between two calls, as far as one system may tell of them


def make_house(customers: int, told: Path) -> None:
    """Customers with a mobile number each, a telephone system, and somebody who sees calls."""
    from django.db import transaction
    from django.test import Client

    from nahbar.core import clock
    from nahbar.core.access import Role
    from nahbar.core.actors import THE_COMMAND_LINE
    from nahbar.core.bulk import insert_frame
    from nahbar.core.models import User
    from nahbar.customers.models import ContactPoint, Customer
    from nahbar.reception.operations.telephones import add_phone_system, change_call_desk
    from nahbar.site.database import prepare_database
    from nahbar.team.models import Firm

    prepare_database()
    now = clock.now()
    Firm.objects.create(pk=1, name="bench", created_at=now)
    for part in pl.DataFrame({"id": np.arange(1, customers + 1)}).iter_slices(SLICE):
        with transaction.atomic():
            insert_frame(Customer, _customers(part))
            insert_frame(ContactPoint, _points(part))
    owner = User.objects.create(email="bench@example.at", name="Bench", role=Role.OWNER)
    change_call_desk(owner, extension="23", shows_calls=True, dials_by="tel", at=now)
    _system, token = add_phone_system("bench", by=THE_COMMAND_LINE, at=now)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(owner)
    told.write_text(json.dumps({"token": token, "session": client.cookies["nahbar"].value}))


def _customers(ids: pl.DataFrame) -> pl.DataFrame:
    from nahbar.core import clock
    from nahbar.core.bulk import moment
    from nahbar.core.ids import new_public_ids

    empty = ("sort_key", "salutation", "title", "given_name", "family_name", "title_behind",
             "organisation", "language", "found_us")  # fmt: skip
    return ids.with_columns(
        pl.Series("public_id", new_public_ids(ids.height)),
        pl.lit("person").alias("kind"),
        pl.lit("customer").alias("stage"),
        pl.format("Kundin {}", "id").alias("name"),
        *(pl.lit("").alias(name) for name in empty),
        moment(clock.now()).alias("created_at"),
    )


def _points(ids: pl.DataFrame) -> pl.DataFrame:
    from nahbar.core import clock
    from nahbar.core.bulk import moment

    digits = pl.col("id").cast(pl.String).str.pad_start(7, "0")
    return ids.select(
        pl.col("id").alias("customer_id"),
        pl.lit("mobile").alias("kind"),
        pl.format("+43660{}", digits).alias("value"),
        pl.format("43660{}", digits).alias("normal"),
        pl.lit("").alias("use"),
        moment(clock.now()).alias("recorded_at"),
    )


def number_of(customer: int) -> str:
    """As a telephone system of the same country sends it."""
    return f"0660 {customer:07}"


def measure_house(customers: int, times: int, told: Path) -> None:
    """Finding a caller, the telephone's request, and what a desk asks for again and again."""
    from django.test import Client

    from nahbar.reception.callers import who_has
    from nahbar.reception.models import IncomingCall
    from nahbar.reception.numbers import normal_number

    known = json.loads(told.read_text())
    random = np.random.default_rng(5)
    numbers = [number_of(int(one)) for one in random.integers(1, 2 * customers, times)]
    telephone, desk = Client(SERVER_NAME="127.0.0.1"), Client(SERVER_NAME="127.0.0.1")
    desk.cookies["nahbar"] = known["session"]
    post = f"/calls/incoming/{known['token']}/"
    print(f"{'':34}{'median ms':>10}{'p95 ms':>10}{'worst ms':>10}{'of limit':>10}")
    _row(
        "whose number it is",
        [_timed(lambda n=n: who_has([normal_number(n, "AT")])) for n in numbers],
        FOUND,
    )
    requests = []
    for number in numbers:
        IncomingCall.objects.all().delete()
        requests.append(_timed(lambda n=number: telephone.post(post, {"number": n})))
    _row("the telephone's request", requests, FOUND)
    tag = desk.get("/calls/now/")["ETag"]
    _row("the card", [_timed(lambda: desk.get("/calls/now/")) for _ in numbers], FOUND)
    same = {"If-None-Match": tag}
    _row(
        "nothing new (304)",
        [_timed(lambda: desk.get("/calls/now/", headers=same)) for _ in numbers],
        FOUND,
    )
    IncomingCall.objects.all().delete()


def _timed(action: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def _row(name: str, seconds: list[float], limit: float) -> None:
    middle, late = quantiles(seconds, n=100)[49], quantiles(seconds, n=100)[94]
    worst = max(seconds)
    print(f"{name:34}{middle * 1e3:10.1f}{late * 1e3:10.1f}{worst * 1e3:10.1f}{late / limit:10.2f}")


def measure_browser(chromium: str, calls: int, told: Path, environment: dict[str, str]) -> None:
    """From the telephone's request to the card that can be seen, in a real browser."""
    from playwright.sync_api import sync_playwright

    known = json.loads(told.read_text())
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = str(trial.getsockname()[1])
    serving = subprocess.Popen(
        [sys.executable, "-m", "nahbar", "serve", "--json"],
        env={**environment, "PORT": port, "NAHBAR_DEMO": "0"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert serving.stdout
        address = json.loads(serving.stdout.readline())["address"]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            context = browser.new_context()
            cookie = {"name": "nahbar", "value": known["session"], "url": address}
            context.add_cookies([cookie])  # type: ignore[list-item]  # the stub wants its own TypedDict
            page = context.new_page()
            page.goto(f"{address}/")
            seconds = [
                _seen(page, address, known["token"], number) for number in range(1, calls + 1)
            ]
            browser.close()
        _row("until it is seen in a browser", seconds, SEEN)
    finally:
        serving.terminate()
        serving.wait(timeout=30)


def _seen(page: Any, address: str, token: str, customer: int) -> float:
    page.wait_for_timeout(1_000 * HEARD_APART + 37 * (customer % 13))  # anywhere between two looks
    sent = json.dumps({"number": number_of(customer), "extension": "23"}).encode()
    url = f"{address}/calls/incoming/{token}/"
    asked = urllib.request.Request(url, sent, {"Content-Type": "application/json"})
    begun = time.perf_counter()
    urllib.request.urlopen(asked, timeout=5).close()
    page.locator(".call").filter(has_text=f"Kundin {customer}").first.wait_for(timeout=10_000)
    return time.perf_counter() - begun


def main() -> None:
    """Make the house by one process, ask it in another, look at it in a browser."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--calls", type=int, default=20)
    parser.add_argument("--part", choices=["make", "ask"])
    parser.add_argument("--told", type=Path)
    chosen = parser.parse_args()
    if chosen.part:
        import django

        django.setup()
        if chosen.part == "make":
            make_house(chosen.customers, chosen.told)
        else:
            measure_house(chosen.customers, chosen.times, chosen.told)
        return
    with tempfile.TemporaryDirectory(prefix="nahbar-bench-") as home, own_database() as database:
        environment = {
            **os.environ,
            **database,
            "NAHBAR_HOME": home,
            "DJANGO_SETTINGS_MODULE": "nahbar.site.settings",
        }
        told = Path(home) / "told.json"
        sizes = ["--customers", str(chosen.customers), "--times", str(chosen.times)]
        for part in ("make", "ask"):
            command = [sys.executable, "-m", "bench.calls", "--part", part, "--told", str(told)]
            subprocess.run([*command, *sizes], env=environment, check=True)
        if chromium := _browser():
            measure_browser(chromium, chosen.calls, told, environment)


def _browser() -> str:
    found = subprocess.run(["scripts/browser"], capture_output=True, text=True, check=False)
    return found.stdout.strip()


if __name__ == "__main__":
    main()
