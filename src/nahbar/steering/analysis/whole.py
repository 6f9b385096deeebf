"""The whole report: every part, the figures it offers, the goals and steps that follow."""

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl

from nahbar.steering.analysis.kinds import describe_kinds
from nahbar.steering.analysis.measuring import Found, counted, money
from nahbar.steering.analysis.mood import describe_mood
from nahbar.steering.analysis.people import describe_people
from nahbar.steering.analysis.proposals import propose_goals
from nahbar.steering.analysis.quality import describe_quality
from nahbar.steering.analysis.returns import describe_returns
from nahbar.steering.analysis.rhythm import describe_rhythm
from nahbar.steering.analysis.seasons import describe_seasons
from nahbar.steering.analysis.staying import describe_staying
from nahbar.steering.analysis.steps import first_steps
from nahbar.steering.analysis.weight import describe_weight
from nahbar.steering.frames import Read
from nahbar.steering.knowledge_frames import Recorded


def describe_all(
    read: Read,
    recorded: Recorded,
    lines: pl.DataFrame,
    returners: pl.DataFrame,
    *,
    totals: dict[str, Any],
    today: date,
    lap: Callable[[str], None] = lambda part: None,
) -> Found:
    """The content of a report. `totals` are those of the value run; `lap` hears each part's end."""
    content: Found = {"version": 1, "days_old": (today - read.as_of).days}
    parts: dict[str, Callable[[], Any]] = {
        "people": lambda: describe_people(read, recorded),
        "kinds": lambda: describe_kinds(read),
        "weight": lambda: describe_weight(read),
        "staying": lambda: describe_staying(read, recorded),
        "rhythm": lambda: describe_rhythm(read, totals),
        "seasons": lambda: describe_seasons(read),
        "returns": lambda: describe_returns(read, lines, returners),
        "mood": lambda: describe_mood(recorded),
        "quality": lambda: describe_quality(read, recorded, lines),
    }
    for name, describe in parts.items():
        content[name] = describe()
        lap(name)
    content["turnover"] = money(read.ours["amount"].sum())
    content["second_purchase"] = _one_more(read, content["rhythm"]["once"])
    content["figures"] = _figures(content)
    content["goals"] = propose_goals(content)
    content["steps"] = first_steps(content)
    return content


def _one_more(read: Read, once: Found | None) -> float:
    """What one more purchase of the middle size by everybody who bought once would bring."""
    if once is None:
        return 0.0
    sizes = read.worth.filter(pl.col("purchases") == 1)["turnover"]
    middle = float(sizes.median() or 0)  # type: ignore[arg-type]  # of whole numbers
    return money(max(middle, 0) * sizes.len())


def _figures(content: Found) -> dict[str, Found]:
    """The report's own figures, by key: `value, low, high, count`."""
    staying, rhythm, returns = content["staying"], content["rhythm"], content["returns"]
    quality = content["quality"]
    drifting = None
    if rhythm["drifting"]:
        drifting = counted(rhythm["yearly"], rhythm["drifting"])
    found = {
        "steering.kept": staying["kept"] if staying else None,
        "steering.again": rhythm["again"],
        "steering.drifting": drifting,
        "steering.returns": returns["money"] if returns else None,
        "steering.named": quality["named"],
        "steering.mail": quality["known"].get("email"),
    }
    return {key: figure for key, figure in found.items() if figure}
