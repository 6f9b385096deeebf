"""What a room shows on a page that several rooms share: a template, its context, its place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Panel:
    """One piece of a composed page. `place` is "marks", "main" or "aside"; lower `rank` comes first."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    place: str = "main"
    rank: int = 50


# About a subject (a customer's page) or about the whole house (Today, Overview …); None: nothing to say.
SubjectPanel = Callable[[HttpRequest, Any], Panel | None]
HousePanel = Callable[[HttpRequest], Panel | None]


@dataclass(frozen=True)
class Job:
    """Something under way, for the rail beside every page: `percent` 0 … 100."""

    label: str
    url: str
    percent: int


JobFinder = Callable[[Any], list[Job]]
