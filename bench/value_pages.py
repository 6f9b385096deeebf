"""The pages about value in a house of a million customers: seconds at the 95th percentile.

``python -m bench.value_pages [--customers 1000000] [--lines 2000000] [--times 40]``

The limit is 80 ms: pages read what the reckoning stored. Asked inside one process, without a network.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from statistics import quantiles

from bench.refresh import AS_OF, own_database

LIMIT = 0.080
WITHOUT = {"value_runs", "value_progress", "value_rules"}


def measure_pages(times: int) -> None:
    """Reckon once, then ask every page of the room and the list by value again and again."""
    from django.test import Client
    from django.urls import reverse

    from nahbar.core import clock
    from nahbar.core.access import Role
    from nahbar.core.actors import THE_COMMAND_LINE
    from nahbar.core.models import User
    from nahbar.customers.models import Customer
    from nahbar.value.operations.refresh import refresh_values
    from nahbar.value.queries import page_by_value
    from nahbar.value.urls import urlpatterns

    refresh_values(by=THE_COMMAND_LINE, at=clock.now(), as_of=AS_OF)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.create(email="bench@example.at", role=Role.OWNER))
    plain = [p.name for p in urlpatterns if "<" not in str(p.pattern) and p.name not in WITHOUT]
    best = Customer.objects.get(pk=page_by_value(None, 1)[0]).public_id
    pages = {name: reverse(name) for name in plain}
    pages |= {
        "value_of_customer": reverse("value_of_customer", args=[best]),
        "customer": reverse("customer", args=[best]),
        "customers by value": reverse("customers") + "?order=value",
    }
    print(f"{'page':24}{'median ms':>10}{'p95 ms':>10}{'of limit':>10}")
    for name, url in pages.items():
        seconds = [_ask(client, url) for _ in range(times + 3)][3:]
        middle, late = quantiles(seconds, n=100)[49], quantiles(seconds, n=100)[94]
        print(f"{name:24}{middle * 1e3:10.1f}{late * 1e3:10.1f}{late / LIMIT:10.2f}")


def _ask(client, url: str) -> float:  # type: ignore[no-untyped-def]
    begun = time.perf_counter()
    answer = client.get(url)
    if answer.status_code != 200:
        raise SystemExit(f"{url} answered {answer.status_code}")
    return time.perf_counter() - begun


def main() -> None:
    """Make the house by one process and ask it in another."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--lines", type=int, default=2_000_000)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--part", action="store_true")
    chosen = parser.parse_args()
    if chosen.part:
        import django

        django.setup()
        measure_pages(chosen.times)
        return
    with tempfile.TemporaryDirectory(prefix="nahbar-bench-") as home, own_database() as database:
        environment = {
            **os.environ,
            **database,
            "NAHBAR_HOME": home,
            "DJANGO_SETTINGS_MODULE": "nahbar.site.settings",
        }
        sizes = ["--customers", str(chosen.customers), "--lines", str(chosen.lines)]
        make = [sys.executable, "-m", "bench.refresh", "--part", "make", *sizes]
        subprocess.run(make, env=environment, check=True)
        ask = [sys.executable, "-m", "bench.value_pages", "--part", "--times", str(chosen.times)]
        subprocess.run(ask, env=environment, check=True)


if __name__ == "__main__":
    main()
