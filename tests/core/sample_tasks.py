"""Tasks for the tests of the worker."""

import time
from pathlib import Path

from django.db import OperationalError
from django_tasks import task

from nahbar.core.jobs import leave_if_stopping

done: list[str] = []


@task()
def note(what: str) -> None:
    """Remember that it ran."""
    done.append(what)


@task()
def fail_about(name: str) -> None:
    """Fail with a text that names somebody."""
    raise ValueError(f"{name} has no birthday")


@task()
def lose_database() -> None:
    """Fail as a database does."""
    raise OperationalError("the connection was closed")


@task()
def go_on_for_long() -> None:
    """Work in steps until the worker must stop."""
    for _step in range(1000):
        leave_if_stopping()
        time.sleep(0.01)


@task()
def write_slowly(path: str) -> None:
    """Say in a file that it began, and after a while that it ended."""
    with Path(path).open("a") as told:
        told.write("began\n")
        told.flush()
        time.sleep(2)
        told.write("ended\n")


def strike() -> None:
    """What an appointment calls."""
    done.append("strike")
