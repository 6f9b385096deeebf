"""Making reports apart from a page: the mathematics is loaded only where the worker begins."""

from django_tasks import task

from nahbar.core import clock
from nahbar.core.actors import THE_HOUSE
from nahbar.core.models import User
from nahbar.steering.progress import is_waiting
from nahbar.value.jobs import ask_for_refresh
from nahbar.value.queries import current_run


@task()
def make(by_id: int | None = None) -> None:
    """Make the report, for a person or for the house."""
    from nahbar.steering.operations.make_report import make_report  # noqa: PLC0415  # see above

    make_report(by=User.objects.get(pk=by_id) if by_id else THE_HOUSE, at=clock.now())


def ask_for_report(*, by: User | None = None) -> bool:
    """Have the worker make the report, once for all who ask before it begins; whether asked now.

    Where value was never reckoned that is done first: the report follows by itself.
    """
    if current_run() is None:
        return ask_for_refresh(by=by)
    if is_waiting():
        return False
    make.enqueue(by_id=by.pk if by else None)
    return True
