"""Lists over a million customers: pages in any order, filters on three derived facts, a group, bulk changes.

    python -m bench.lists [--people 1000000] [--times 60] [--change 100000] [--home FOLDER]

Pages are asked inside one process, without a network, at random places of the list. Encounters and
values are drawn at random, ten encounters for a customer where --encounters says nothing else. With
DATABASE_URL set it measures PostgreSQL, else SQLite. A house kept with --home is made once.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import nullcontext
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import quote

from bench.refresh import own_database
from bench.townsfolk import SEED, people

LIST, FILTER, GROUP = 0.050, 0.200, 1.0
STEP = 50_000


def make(count: int, encounters: int) -> None:
    """Fill an empty house with people who met us, and keep their facts."""
    from bench.town import settle
    from nahbar.core import clock
    from nahbar.customers.lists.due import keep_all_anew
    from nahbar.customers.lists.keeping import keep_due
    from nahbar.customers.models import Customer
    from nahbar.site.database import prepare_database
    from nahbar.team.models import Firm

    prepare_database()
    begun = time.perf_counter()
    if not Customer.objects.exists():
        Firm.objects.get_or_create(pk=1, defaults={"name": "Bench", "created_at": clock.now()})
        settle(people(count), at=clock.now())
        _let_them_meet(encounters)
    written = time.perf_counter()
    keep_all_anew()
    keep_due()
    print(f"written in {written - begun:.0f} s, kept in {time.perf_counter() - written:.0f} s")


def _let_them_meet(each: int) -> None:
    import numpy as np
    import polars as pl
    from django.db import transaction

    from nahbar.core import clock
    from nahbar.core.bulk import allocate_ids, insert_frame, slices
    from nahbar.core.ids import new_public_ids
    from nahbar.customers.search_texts import all_customers
    from nahbar.moments.models import Encounter

    dice = np.random.default_rng(SEED)
    for part in slices(all_customers(), STEP):
        customers = np.repeat(part, each)
        days = dice.integers(0, 1_500, customers.size)
        now = clock.now().replace(tzinfo=None, microsecond=0)
        at = pl.Series("at", [now], dtype=pl.Datetime("us")).new_from_index(0, customers.size)
        met = at - (pl.Series(days).cast(pl.Int64) * 86_400_000_000).cast(pl.Duration("us"))
        with transaction.atomic():
            insert_frame(
                Encounter,
                pl.DataFrame(
                    {
                        "id": allocate_ids(Encounter, customers.size),
                        "public_id": new_public_ids(customers.size),
                        "customer_id": customers,
                        "kind": "contact",
                        "channel": "visit",
                        "occurred_at": met,
                        "mood": dice.integers(-2, 3, customers.size),
                        "mood_word": "",
                        "text": "",
                        "reference": "",
                        "created_at": at,
                    }
                ),
            )


def measure(times: int) -> None:
    """One user: pages, filters, a group after a change."""
    from django.test import Client

    from nahbar.core.access import Role
    from nahbar.core.models import User

    user, _made = User.objects.get_or_create(
        email="bench@example.at", defaults={"role": Role.OWNER}
    )
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    facts = {"all": [_one("last_contact", "last", "700"), _one("encounters", "between", "5"),
                     _one("mood", "is", "4,5")]}  # fmt: skip
    ways = {
        "by name": ("?s=table", LIST),
        "by last contact": ("?s=table&o=last_contact&d=1", LIST),
        "one fact, by name": (f"?s=table&f={_text(_one('mood', 'is', '5'))}", LIST),
        "three derived facts": (f"?s=table&f={_text(facts)}", FILTER),
        "three derived facts, by one": (f"?s=table&f={_text(facts)}&o=last_contact&d=1", FILTER),
    }
    print(f"{'page':34}{'median ms':>10}{'p95 ms':>10}{'of limit':>10}")
    for name, (query, limit) in ways.items():
        keys = _keys(times + 5)
        late = quantiles(
            [_ask(client, f"/customers/{query}&after={key}") for key in keys][5:], n=100
        )
        print(f"{name:34}{late[49] * 1e3:10.1f}{late[94] * 1e3:10.1f}{late[94] / limit:10.2f}")
    _measure_group(user, facts)


def _measure_group(user: Any, facts: dict[str, Any]) -> None:
    from nahbar.core import clock
    from nahbar.customers.lists.choosing import choose
    from nahbar.customers.lists.filters import filter_from
    from nahbar.customers.lists.query import Query
    from nahbar.customers.models import Customer
    from nahbar.customers.operations.change import change_customer
    from nahbar.customers.operations.hand import shown_now
    from nahbar.customers.operations.saved_lists import save_list

    wanted = filter_from({"all": [_one("stage", "is", "1"), *facts["all"][:1]]})
    group = save_list(
        "Bench", Query(filter=wanted), shared_with="mine", is_group=True, by=user, at=clock.now()
    )
    before = choose(user, group=group)
    someone = Customer.objects.get(pk=int(before.ids[before.count // 2]))
    begun = time.perf_counter()
    change_customer(someone, {"stage": "former"}, seen=shown_now(someone), by=user, at=clock.now())
    after = choose(user, group=group)
    passed = time.perf_counter() - begun
    if after.count != before.count - 1:
        raise SystemExit("the group is not right after a change")
    print(
        f"a group of {before.count:,} right after a change: {passed * 1e3:.0f} ms, of limit {passed / GROUP:.2f}"
    )


def measure_change(count: int) -> None:
    """A tag for many, and its undo; meanwhile somebody saves a customer again and again."""
    from nahbar.core import clock
    from nahbar.core.bulk_changes import changes_for
    from nahbar.core.models import User
    from nahbar.customers.lists.working import work_off
    from nahbar.customers.models import ListRun
    from nahbar.customers.operations.runs import ask_for_change, ask_to_undo_run
    from nahbar.customers.search_texts import all_customers

    user = User.objects.get(email="bench@example.at")
    calm = _saving(lambda: time.sleep(5))
    change = changes_for(user)["stage"]
    ids = all_customers()[:count]
    run = ask_for_change(change, {"value": "prospect"}, ids, by=user, at=clock.now())
    for name in ("change", "undo"):
        begun = time.perf_counter()
        busy = _saving(work_off)
        passed = time.perf_counter() - begun
        run = ListRun.objects.get(pk=run.pk)
        print(
            f"{name} of {ids.size:,}: {passed:.0f} s, {run.state}, {run.changed:,} changed; others save "
            f"in p95 {busy * 1e3:.1f} ms, {busy / calm:.1f} times as long as alone ({calm * 1e3:.1f} ms)"
        )
        if name == "change":
            run = ask_to_undo_run(run, by=user, at=clock.now())


def _saving(work: Any) -> float:
    """How long saves of somebody else take (p95, seconds) while this is done."""
    stop, taken = threading.Event(), list[float]()

    def save() -> None:
        from django.db import connection

        from nahbar.core import clock
        from nahbar.core.actors import THE_HOUSE
        from nahbar.customers.models import Customer
        from nahbar.customers.operations.tags import tag, untag

        someone = Customer.objects.order_by("-pk")[0]
        while not stop.is_set():
            begun = time.perf_counter()
            hung = tag(someone, "Bench", by=THE_HOUSE, at=clock.now())
            untag(someone, hung, by=THE_HOUSE, at=clock.now())
            taken.append((time.perf_counter() - begun) / 2)
            time.sleep(0.05)
        connection.close()

    other = threading.Thread(target=save)
    other.start()
    try:
        work()
    finally:
        stop.set()
        other.join()
    return quantiles(taken, n=100)[94]


def _keys(count: int) -> list[str]:
    import numpy as np

    from nahbar.customers.models import Customer
    from nahbar.customers.search_texts import all_customers

    some = np.random.default_rng(SEED).choice(all_customers(), count)
    found = dict(Customer.objects.filter(pk__in=some.tolist()).values_list("pk", "public_id"))
    return [str(found[pk]) for pk in some.tolist()]


def _one(fact: str, how: str, value: str) -> dict[str, str]:
    return {"fact": fact, "how": how, "value": value}


def _text(wanted: dict[str, Any]) -> str:
    return quote(json.dumps(wanted))


def _ask(client: Any, url: str) -> float:
    begun = time.perf_counter()
    answer = client.get(url)
    if answer.status_code != 200:
        raise SystemExit(f"{url} answered {answer.status_code}")
    return time.perf_counter() - begun


def main() -> None:
    """Make the house and measure it in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--encounters", type=int, default=10)
    parser.add_argument("--times", type=int, default=60)
    parser.add_argument("--change", type=int, default=100_000)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--inside", action="store_true")
    chosen = parser.parse_args()
    if chosen.inside:
        _inside(chosen)
        return
    kept = nullcontext({}) if chosen.home else own_database()
    with tempfile.TemporaryDirectory(prefix="nahbar-bench-") as folder, kept as database:
        environment = {
            **os.environ,
            **database,
            "NAHBAR_HOME": str(chosen.home or Path(folder) / "home"),
            "NAHBAR_DEMO": "0",
            "DJANGO_SETTINGS_MODULE": "nahbar.site.settings",
        }
        command = [sys.executable, "-m", "bench.lists", *sys.argv[1:], "--inside"]
        subprocess.run(command, env=environment, check=True)


def _inside(chosen: argparse.Namespace) -> None:
    import django

    django.setup()
    make(chosen.people, chosen.encounters)
    measure(chosen.times)
    measure_change(chosen.change)


if __name__ == "__main__":
    main()
