"""The work behind the pages: whether somebody does it, and what has failed."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nahbar.core import clock
from nahbar.core.models import SearchDue
from nahbar.core.presence import is_gone
from nahbar.site.keeping.health.problem import Problem

WAITING, LONG = timedelta(minutes=15), timedelta(hours=6)
RECENT = timedelta(days=1)
MANY_DUE = 2_000


def check_queue() -> Iterator[Problem]:
    """Tasks that wait, that hang, that failed."""
    now = clock.now()
    ready = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, enqueued_at__lt=now - WAITING
    )
    waiting = ready.filter(Q(run_after=None) | Q(run_after__lt=now - WAITING)).count()
    if waiting:
        sentence = ngettext(
            "%(count)d piece of work has waited for more than a quarter of an hour.",
            "%(count)d pieces of work have waited for more than a quarter of an hour.",
            waiting,
        )
        remedy = _("Is nahbar running? It works through them while it does: nahbar serve")
        yield Problem("queue", "nobody_works", sentence % {"count": waiting}, remedy)
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    lost = sum(
        not row.worker_ids or is_gone(row.worker_ids[-1], seen_at=row.started_at) for row in running
    )
    if lost:
        sentence = ngettext(
            "%(count)d piece of work has lost its worker.",
            "%(count)d pieces of work have lost their worker.",
            lost,
        )
        remedy = _("The next worker takes it up within a minute. If not, start nahbar again.")
        yield Problem("queue", "worker_lost", sentence % {"count": lost}, remedy)
    stuck = running.filter(started_at__lt=now - LONG).count() - lost
    if stuck > 0:
        remedy = _("Start nahbar again: the work is taken up where it stands.")
        sentence = _("Something has been at work for more than six hours.")
        yield Problem("queue", "stuck", sentence, remedy)
    yield from _failed()


def _failed() -> Iterator[Problem]:
    failed = DBTaskResult.objects.filter(
        status=TaskResultStatus.FAILED, finished_at__gte=clock.now() - RECENT
    )
    paths = sorted(
        {str(row.args_kwargs["args"][0]) for row in failed[:50] if row.args_kwargs["args"]}
    )
    if paths:
        yield Problem(
            "queue",
            "task_failed",
            _("Failed since yesterday: %(what)s") % {"what": ", ".join(paths)},
            _("Why stands in the log. If it goes on, report it with these words."),
        )


def check_index() -> Iterator[Problem]:
    """The search: how much waits to be taken into it."""
    due = SearchDue.objects.count()
    if due > MANY_DUE:
        yield Problem(
            "index",
            "index_behind",
            _("%(count)d changes wait to be taken into the search.") % {"count": due},
            _("The worker does so each minute. Without one: nahbar index"),
        )
