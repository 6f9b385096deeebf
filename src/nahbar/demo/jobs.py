"""What the worker does for this room, and when it is asked to."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from nahbar.core import clock
from nahbar.core.actors import THE_HOUSE
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.demo.operations.announce import announce_demo
from nahbar.demo.queries import is_being_made, knows_anybody, the_demo
from nahbar.team.models import OWNERS_PLACE
from nahbar.team.queries import the_firm


@task()
def make_demo() -> None:
    """Make the demo firm that was announced, unless it was called off or somebody is at it."""
    from nahbar.demo.operations.open_demo import open_demo  # noqa: PLC0415  # pages need no models

    demo = the_demo()
    if demo is not None and is_being_made(demo):
        try:
            open_demo(by=THE_HOUSE, at=clock.now())
        except Refused as refusal:
            if refusal.code != "demo_busy":
                raise


@transaction.atomic
def show_demo_to_newcomers(*, at: datetime) -> None:
    """Announce the demo in a house where nobody has ever been, and have the worker make it.

    One whose making was cut off is gone on with. Not with NAHBAR_DEMO=0.
    """
    demo = the_demo()
    is_unfinished = demo is not None and is_being_made(demo)
    if is_unfinished or (settings.SHOW_DEMO and _is_untouched()):
        announce_demo(by=THE_HOUSE, at=at)
        waiting = DBTaskResult.objects.filter(
            task_path=make_demo.module_path,
            status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING),
        )
        if not waiting.exists():
            make_demo.enqueue()


def _is_untouched() -> bool:
    others = User.objects.exclude(email=OWNERS_PLACE)
    return the_firm() is None and not others.exists() and not knows_anybody()
