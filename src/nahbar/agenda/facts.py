"""What is open with customers, as facts to cut lists by."""

import polars as pl
from django.utils.translation import gettext_lazy as _

from nahbar.agenda.models import Task
from nahbar.core.access import Ability
from nahbar.core.bulk import Ids, read_matching
from nahbar.core.fact_columns import day_number
from nahbar.core.facts import Fact, FactKind

ROOM = _("Open")
HERE = "nahbar.agenda.facts"


def promises(customers: Ids) -> pl.DataFrame:
    """The day for which the next open promise was given; what is overdue lies before today."""
    return _due(Task.Kind.PROMISE, customers)


def tasks(customers: Ids) -> pl.DataFrame:
    """The day until which the next open task is to be done."""
    return _due(Task.Kind.TASK, customers)


def _due(kind: str, customers: Ids) -> pl.DataFrame:
    rows = read_matching(
        "SELECT customer_id, MIN(due_on) FROM agenda_task"
        f" WHERE state = '{Task.State.OPEN}' AND kind = '{kind}' AND customer_id IN {{keys}}"
        " GROUP BY customer_id",
        customers.tolist(),
        schema={"customer": pl.Int64, "day": pl.Date},
    )
    return rows.select("customer", day_number("day").alias("value"))


SEE = Ability.SEE_AGENDA
FACTS = (
    Fact("promise_due", _("Open promise for"), FactKind.DAY, f"{HERE}.promises", ROOM, SEE),
    Fact("task_due", _("Open task until"), FactKind.DAY, f"{HERE}.tasks", ROOM, SEE),
)
