"""Answers about the firm's own words and its reports."""

import uuid
from dataclasses import dataclass

from nahbar.steering.models import Competitor, FirmAnswers, ReportRun

State = ReportRun.State


def the_answers() -> FirmAnswers:
    """What the firm says of itself; empty where it has said nothing."""
    return FirmAnswers.objects.filter(pk=1).first() or FirmAnswers(pk=1)


def the_competitors() -> list[Competitor]:
    """Those it named, in the order in which it did."""
    return list(Competitor.objects.all())


def latest_report() -> ReportRun | None:
    """The report that is shown."""
    return ReportRun.objects.filter(state=State.DONE).select_related("by").order_by("-pk").first()


def report_of(public_id: uuid.UUID) -> ReportRun | None:
    """A report that was finished."""
    done = ReportRun.objects.filter(state=State.DONE).select_related("by")
    return done.filter(public_id=public_id).first()


def earlier_reports(limit: int) -> list[ReportRun]:
    """The latest ones, newest first, without what is in them."""
    done = ReportRun.objects.filter(state=State.DONE).select_related("by").defer("content")
    return list(done.order_by("-pk")[:limit])


def report_under_way() -> ReportRun | None:
    """The one that is being made, or was when its worker was killed."""
    return ReportRun.objects.filter(state=State.RUNNING).order_by("-pk").first()


@dataclass(frozen=True)
class Said:
    """What the firm says of itself and of others."""

    firm: FirmAnswers
    competitors: list[Competitor]


def what_was_said() -> Said:
    """All the firm has answered."""
    return Said(the_answers(), the_competitors())
