"""What the worker does for lists. Columns are loaded when a task begins."""

from django_tasks import task

from nahbar.core.events import Event
from nahbar.core.turns import NotOurTurn


def keep_what_is_due() -> None:
    """By schedule: keep whose facts have changed; who is at it already does it."""
    from nahbar.customers.lists.keeping import keep_due  # noqa: PLC0415  # only the worker needs it

    try:
        keep_due(wait=False)
    except NotOurTurn:
        return


def keep_anew(event: Event) -> None:
    """Facts of many have changed at once, as after an import or a reckoning."""
    keep_everything_anew()


def keep_everything_anew() -> None:
    """Read everything again, whatever was noted: nothing that is kept grows old."""
    from nahbar.customers.lists.due import keep_all_anew  # noqa: PLC0415  # the same

    keep_all_anew()
    keep_what_is_due()


def count_groups() -> None:
    """By schedule: how many each group has today."""
    from nahbar.customers.lists.sizes import note_sizes  # noqa: PLC0415  # the same

    note_sizes()


@task()
def work_off_runs() -> None:
    """Do what was asked for on lists, one after the other; who is at it already does it."""
    from nahbar.customers.lists.working import work_off  # noqa: PLC0415  # the same

    try:
        work_off(wait=False)
    except NotOurTurn:
        return


def resume_runs() -> None:
    """By schedule: work whose worker died is found and gone on with."""
    work_off_runs.call()


def forget_files() -> None:
    """By schedule: files that were written for somebody go after a day."""
    from nahbar.customers.lists.working import let_files_go  # noqa: PLC0415  # the same

    let_files_go()
