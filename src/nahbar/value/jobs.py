"""Reckoning apart from a page.

Pages ask for it and the worker does it: only there, when it begins, the mathematics is loaded.
"""

from datetime import date

from django_tasks import task

from nahbar.core import clock
from nahbar.core.actors import THE_HOUSE
from nahbar.core.models import User
from nahbar.value.progress import is_waiting


@task()
def refresh(by_id: int | None = None, as_of: str | None = None) -> None:
    """Reckon the value of every customer anew, for a person or for the house."""
    from nahbar.value.operations.refresh import refresh_values  # noqa: PLC0415  # see above

    by = User.objects.get(pk=by_id) if by_id else THE_HOUSE
    day = date.fromisoformat(as_of) if as_of else None
    refresh_values(by=by, at=clock.now(), as_of=day)


def ask_for_refresh(*, by: User | None = None) -> bool:
    """Have the worker reckon anew, once for all who ask before it begins; whether it was asked now.

    One that has begun may have read before the latest change, and does not count.
    """
    if is_waiting():
        return False
    refresh.enqueue(by_id=by.pk if by else None)
    return True
