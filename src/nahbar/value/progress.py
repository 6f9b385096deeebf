"""How far the worker is with a reckoning."""

from nahbar.core.task_watch import Progress, TaskWatch
from nahbar.value.queries import run_under_way

TASK = TaskWatch("nahbar.value.jobs.refresh")
PERCENT = {"waiting": 0, "reading": 10, "reckoning": 40, "storing": 70}


def progress() -> Progress | None:
    """The reckoning that waits for the worker or is made by it; None where there is none.

    Its step is one of `PERCENT`.
    """
    is_under_way = TASK.is_under_way()
    if is_under_way is None:
        return None
    run = run_under_way() if is_under_way else None
    step = run.step if run and run.step else "waiting"
    return Progress(step, PERCENT[step])


def is_waiting() -> bool:
    """Whether a reckoning is asked for that has not begun."""
    return TASK.is_waiting()


def has_failed() -> bool:
    """Whether the worker's last reckoning ended in a failure."""
    return TASK.has_failed()
