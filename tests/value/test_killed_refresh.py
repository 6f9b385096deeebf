"""A reckoning that is killed: the figures before it stay, the next one clears up."""

import signal
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

HOUSE = """
import os, signal, sys
from datetime import UTC, datetime
import django
django.setup()
import numpy as np, polars as pl
from django.db import transaction
from nahbar.core import clock
from nahbar.core.actors import THE_HOUSE
from nahbar.core.bulk import allocate_ids, insert_frame
from nahbar.core.ids import new_public_ids
from nahbar.core.models import Source
from nahbar.customers.models import Customer
from nahbar.sales.models import Order
from nahbar.site.database import prepare_database
from nahbar.value.models import CustomerValue, ValueRun
from nahbar.value.operations import refresh
from nahbar.value.queries import current_run
prepare_database()
refresh.SLICE = 50
step = sys.argv[1]
if step == "open":
    from tests.value.shop import simulate_shop
    shop, moment = simulate_shop(400), datetime(2026, 1, 1, tzinfo=UTC)
    Customer.objects.bulk_create(Customer(name="K", created_at=moment) for _ in range(400))
    ids = list(Customer.objects.order_by("pk").values_list("pk", flat=True))
    source = Source.objects.create(name="Kassa", created_at=moment)
    with transaction.atomic():
        keys = allocate_ids(Order, shop.height)
        insert_frame(Order, shop.select(
            pl.Series("id", keys), pl.Series("public_id", new_public_ids(shop.height)),
            pl.lit(source.pk).alias("source_id"), pl.Series("key", keys), pl.lit("").alias("number"),
            pl.col("customer").replace_strict(range(1, 401), ids).alias("customer_id"), "kind",
            pl.col("day").cast(pl.Datetime("us")).alias("ordered_at"), pl.lit("EUR").alias("currency"),
            "amount", pl.lit(0).alias("cost"), pl.lit(0).alias("line_count")))
else:
    run = current_run()
    print(run.pk, CustomerValue.objects.filter(run=run).count(), CustomerValue.objects.count(), ",".join(
        ValueRun.objects.order_by("pk").values_list("state", flat=True)), flush=True)
if step == "look":
    sys.exit()
if step not in ("open", "whole"):
    left = [int(sys.argv[2])]
    real = getattr(refresh, step)
    def die(*args, **kwargs):
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        return real(*args, **kwargs)
    setattr(refresh, step, die)
refresh.refresh_values(by=THE_HOUSE, at=clock.now())
"""


def test_killed_at_any_step_the_last_whole_run_is_shown(own_house: dict[str, str]) -> None:
    environment = {**own_house, "DJANGO_SETTINGS_MODULE": "nahbar.site.settings"}

    def run(*arguments: str, code: int = 0) -> list[str]:
        """What was there before this run: the current run, its rows, all rows, states of all runs."""
        command = [sys.executable, "-c", HOUSE, *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        return done.stdout.split()

    killed = -signal.SIGKILL
    run("open")
    opened = run("reckon", "0", code=killed)
    assert opened[1:] == ["400", "400", "current"]
    reckoning = run("insert_frame", "3", code=killed)
    assert reckoning == [opened[0], "400", "400", "current,running"]
    storing = run("record", "0", code=killed)
    assert storing == [opened[0], "400", "550", "current,failed,running"]
    showing = run("remove_past_rows", "0", code=killed)
    assert showing == [opened[0], "400", "800", "current,failed,failed,running"]
    shown = run("whole")
    assert shown[0] != opened[0]
    assert shown[1:] == ["400", "800", "past,failed,failed,failed,current"]
    whole = run("look")
    assert whole[1:] == ["400", "400", "past,failed,failed,failed,past,current"]
