"""Making the report on where the firm stands; earlier ones stay."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core import clock
from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.jobs import leave_if_stopping
from nahbar.core.ledger import record
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.core.turns import turn
from nahbar.steering.analysis.whole import describe_all
from nahbar.steering.frames import Read, read_all
from nahbar.steering.knowledge_frames import read_recorded
from nahbar.steering.line_frames import count_returners, read_line_sums
from nahbar.steering.models import ReportRun
from nahbar.value.models import ValueRun
from nahbar.value.queries import current_run

State = ReportRun.State


@dataclass
class Watch:
    """Seconds of each part, for who wants to know where the time went."""

    seconds: dict[str, float] = field(default_factory=dict)
    since: float = field(default_factory=time.perf_counter)

    def lap(self, part: str) -> None:
        """The part has ended."""
        now = time.perf_counter()
        self.seconds[part], self.since = round(now - self.since, 3), now
        leave_if_stopping()


def make_report(
    *, by: By, at: datetime, report: Callable[[str], None] = lambda step: None
) -> ReportRun:
    """Look at everything as of the day of the current value figures; readers see the last report
    until this one is whole. `report` hears the steps: "reading", "analysing".

    Only one is made at a time; a second one waits for its turn. Raises Refused: `not_allowed`,
    `not_reckoned` (there are no value figures yet).
    """
    demand(by, Ability.MAKE_REPORT)
    with turn("report"):
        ReportRun.objects.filter(state=State.RUNNING).update(state=State.FAILED, step="")
        value = current_run()
        if value is None:
            raise Refused(
                "not_reckoned", _("The value figures come first: they have not been reckoned yet.")
            )
        maker = by if isinstance(by, User) else None
        run = ReportRun.objects.create(started_at=at, by=maker, as_of=value.as_of)
        try:
            _make(run, value, report, by=by, at=at)
        except Exception:
            ReportRun.objects.filter(pk=run.pk).update(state=State.FAILED, step="")
            raise
    return run


def _make(
    run: ReportRun, value: ValueRun, report: Callable[[str], None], *, by: By, at: datetime
) -> None:
    watch, begun = Watch(), time.perf_counter()
    _begin(run, "reading", report)
    read = read_all(value)
    recorded = read_recorded()
    lines = read_line_sums()
    returners = count_returners()
    watch.lap("reading")
    _begin(run, "analysing", report)
    today = at.astimezone(clock.house_zone()).date()
    content = describe_all(
        read, recorded, lines, returners, totals=value.totals, today=today, lap=watch.lap
    )
    content["seconds"] = watch.seconds
    _keep(run, read, content, round(time.perf_counter() - begun, 2), by=by, at=at)


def _begin(run: ReportRun, step: str, report: Callable[[str], None]) -> None:
    leave_if_stopping()
    ReportRun.objects.filter(pk=run.pk).update(step=step)
    report(step)


@transaction.atomic
def _keep(
    run: ReportRun, read: Read, content: dict[str, object], seconds: float, *, by: By, at: datetime
) -> None:
    since = read.orders["day"].min()
    run.state, run.step, run.finished_at = State.DONE, "", clock.now()
    run.as_of, run.currency, run.content, run.seconds = read.as_of, read.currency, content, seconds
    run.since = since  # type: ignore[assignment]  # a column of days
    run.customers, run.orders = read.people.height, read.orders.height
    run.save()
    record("steering.report_made", by=by, at=at, subject=run, details={"as_of": run.as_of})
