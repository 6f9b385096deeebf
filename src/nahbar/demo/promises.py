"""What the people of the demo firm have promised and taken on, and what they would like to do."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import cycle

from nahbar.agenda.models import Task
from nahbar.agenda.operations.add import add_task
from nahbar.agenda.operations.ideas import note_idea
from nahbar.agenda.operations.move import postpone_task
from nahbar.agenda.operations.settle import finish_task
from nahbar.agenda.wishes import TaskWish
from nahbar.core.clock import house_zone
from nahbar.demo.drivers import Driver
from nahbar.demo.hours import Staff
from nahbar.demo.task_words import IDEAS, PROMISES, PUT_OFF, TASKS, Taken
from nahbar.insight.synth.team import BRANCHES, OWNER, PEOPLE


def fill_lists(
    staff: Staff,
    drivers: Sequence[Sequence[Driver]],
    owners: Sequence[Driver],
    *,
    language: int,
    at: datetime,
) -> list[Task]:
    """Write down promises, tasks and ideas, each by who has them; `owners` are in the owner's care."""
    today = at.astimezone(house_zone()).date()
    queues = {name: cycle(some) for name, some in zip(BRANCHES, drivers, strict=True)}
    hers = cycle(owners)
    tasks = []
    # Tasks first: the first of them is for the first of `owners`, whose birthday it is.
    for kind, several in ((Task.Kind.TASK, TASKS), (Task.Kind.PROMISE, PROMISES)):
        for taken in several:
            queue = hers if taken.owner == OWNER else queues[PEOPLE[taken.owner][2]]
            driver = None if taken.is_of_the_house else next(queue)
            tasks.append(_take_on(taken, kind, staff, driver, today, language, at))
    for employee, words in IDEAS:
        driver = next(hers if employee == OWNER else queues[PEOPLE[employee][2]])
        noted = at - timedelta(days=2)
        note_idea(driver.customer, words[language], by=staff[employee], at=noted)
    return tasks


def _take_on(
    taken: Taken,
    kind: str,
    staff: Staff,
    driver: Driver | None,
    today: date,
    language: int,
    at: datetime,
) -> Task:
    """Add it on the day it was said, and go with it through what became of it since."""
    owner, author = staff[taken.owner], staff[taken.author]
    due = [today + timedelta(days=days) for days in (taken.due, *taken.put_off)]
    first = due[0] if not taken.put_off else today - timedelta(days=taken.made - 2)
    title = taken.title[language].format(car=driver.car if driver else "")
    wish = TaskWish(title, owner, first, taken.at, kind)
    customer = driver.customer if driver else None
    task = add_task(wish, customer=customer, by=author, at=at - timedelta(days=taken.made))
    held_until = first
    for day in due[1:]:
        moved = at - (today - held_until)
        postpone_task(task, day, PUT_OFF[language], by=owner, at=moved)
        held_until = day
    if taken.outcome:
        finish_task(task, taken.outcome[language], by=owner, at=at - timedelta(days=1))
    return task
