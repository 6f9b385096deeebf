"""What the rooms lay on the desk's pages, arranged in the wiring; the desk knows none of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from nahbar.core.models import User

Page = Literal["today", "experience", "actions", "overview"]


@dataclass(frozen=True)
class Piece:
    """One part of a page: a Jinja2 template, and what it shows, under the name `piece.shows`."""

    template: str
    shows: Mapping[str, Any]


@dataclass(frozen=True)
class Job:
    """Something under way, for the rail: `percent` 0 … 100."""

    label: str
    url: str
    percent: int


Maker = Callable[[User, datetime], Piece | None]
JobFinder = Callable[[User], list[Job]]

_makers: dict[Page, list[Maker]] = {}
_job_finders: list[JobFinder] = []


def lay(page: Page, maker: Maker) -> None:
    """Let `maker` add its piece to `page`, after those laid before. For the wiring alone."""
    makers = _makers.setdefault(page, [])
    if maker not in makers:
        makers.append(maker)


def pieces_on(page: Page, person: User, at: datetime) -> list[Piece]:
    """All pieces of the page that have something to show to this person."""
    made = (maker(person, at) for maker in _makers.get(page, []))
    return [piece for piece in made if piece is not None]


def look_for_jobs(finder: JobFinder) -> None:
    """Let `finder` say what is under way that a person may see. For the wiring alone."""
    if finder not in _job_finders:
        _job_finders.append(finder)


def jobs_for(person: User) -> list[Job]:
    """All that is under way for this person."""
    return [job for finder in _job_finders for job in finder(person)]
