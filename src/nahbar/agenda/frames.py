"""Our tables as frames."""

import numpy as np
import polars as pl

from nahbar.agenda.models import Appointment, CalendarLink, Idea, Task
from nahbar.core.bulk import Ids, read_matching


def who_is_on_the_agenda(customers: Ids) -> Ids:
    """For whom of these there is a task, an idea, an appointment or a link to book one, settled or not."""
    found = [
        read_matching(
            f"SELECT DISTINCT customer_id FROM {table} WHERE customer_id IN {{keys}}",
            customers.tolist(),
            schema={"id": pl.Int64},
        )["id"].to_numpy()
        for table in (model._meta.db_table for model in (Task, Idea, Appointment, CalendarLink))
    ]
    ids: Ids = np.unique(np.concatenate(found))
    return ids
