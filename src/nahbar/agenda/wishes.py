"""What somebody wishes to have done."""

from dataclasses import dataclass
from datetime import date, datetime, time

from nahbar.agenda.models import Task
from nahbar.agenda.repeats import Repeat
from nahbar.core.models import User


@dataclass(frozen=True)
class TaskWish:
    """What, by whom, until which day (and what time of the house), thought of from when on."""

    title: str
    owner: User | None
    due_on: date | None
    due_time: time | None = None
    kind: str = Task.Kind.TASK
    remind_at: datetime | None = None
    repeat: str = Repeat.NEVER
