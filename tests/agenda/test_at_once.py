"""Eight who tap at once do one thing: one task, one settling, one follow-up, one mark."""

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow
AT_ONCE = """
import json, threading, uuid, django
django.setup()
from datetime import timedelta
from django.db import connection
from nahbar.agenda.models import Task, TodayMark
from nahbar.agenda.operations.add import add_task
from nahbar.agenda.operations.marks import mark_item
from nahbar.agenda.operations.move import postpone_task
from nahbar.agenda.operations.settle import finish_task
from nahbar.agenda.wishes import TaskWish
from nahbar.core import clock
from nahbar.core.models import LedgerEntry, User
from nahbar.core.today import Item, ItemKind

now = clock.now()
tomorrow = (now + timedelta(days=1)).date()
later = tomorrow + timedelta(days=3)
jonas = User.objects.create(email="jonas@lind.example", name="Jonas Falk", role="staff")
weekly = add_task(TaskWish("Water the plants", jonas, tomorrow, repeat="weekly"), by=jonas, at=now)
put_off = add_task(TaskWish("Tidy up", jonas, tomorrow), by=jonas, at=now)
once = uuid.uuid4()
item = Item("new:7", ItemKind.NEW, None, None, "New", "since yesterday")
attempts = [
    lambda: finish_task(weekly, by=jonas, at=now),
    lambda: postpone_task(put_off, later, by=jonas, at=now),
    lambda: add_task(TaskWish("Call", jonas, tomorrow), once=once, by=jonas, at=now),
    lambda: mark_item(item, "done", by=jonas, at=now),
]
start, failures = threading.Barrier(8), []

def tap():
    start.wait()
    for attempt in attempts:
        try:
            attempt()
        except Exception as error:
            failures.append(repr(error))
    connection.close()

threads = [threading.Thread(target=tap) for _line in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
count = lambda action: LedgerEntry.objects.filter(action=action).count()
print(json.dumps({
    "failures": failures,
    "done": count("agenda.done"),
    "followed": Task.objects.filter(follows=weekly).count(),
    "put_off": Task.objects.get(pk=put_off.pk).postponed,
    "added": Task.objects.filter(once=once).count(),
    "marks": [TodayMark.objects.count(), count("agenda.marked")],
}))
"""


def test_eight_taps_at_once_do_one_thing(own_house: dict[str, str]) -> None:
    environment = {**own_house, "DJANGO_SETTINGS_MODULE": "nahbar.site.settings"}
    told = subprocess.run(
        [sys.executable, "-c", AT_ONCE], env=environment, check=True, stdout=subprocess.PIPE
    )
    assert json.loads(told.stdout.splitlines()[-1]) == {
        "failures": [],
        "done": 1,
        "followed": 1,
        "put_off": 1,
        "added": 1,
        "marks": [1, 1],
    }
