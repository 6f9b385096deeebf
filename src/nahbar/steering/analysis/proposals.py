"""Goals that follow from the analysis: which figure, where it stands, what is realistic by own data."""

from collections.abc import Iterator
from typing import Any

from nahbar.steering.analysis.measuring import Found, upper_quarter

MOST = 6
GOOD_ENOUGH = 0.95
SOME = 0.05  # below, the field was not taken over rather than not asked for
SMALLEST_GAIN = 0.005  # half a percentage point; less is not worth a goal


def propose_goals(content: Found) -> list[Found]:
    """At most six, the weightiest first: `figure` (key), `was`, `target`, `by` (code of where the
    target is from) and `about` (facts for its sentence).
    """
    wanted = (
        *_keep(content),
        *_hold(content),
        *_again(content),
        *_returns(content),
        *_know(content),
    )
    return list(wanted)[:MOST]


def _keep(content: Found) -> Iterator[Found]:
    staying = content["staying"]
    if staying is None or staying["kept"] is None:
        return
    kept = staying["kept"]
    branches = [one["value"] for one in staying["branches"]]
    target, by = _better(kept, branches, "branches", staying["earlier"], "periods")
    if target - kept["value"] >= SMALLEST_GAIN:
        about = {"unit": staying["unit"], "lost": round(kept["count"] * (1 - kept["value"]))}
        yield _goal("steering.kept", kept["value"], target, by, **about)


def _hold(content: Found) -> Iterator[Found]:
    """Half of the way to what chance alone would leave drifting: nobody wins back all."""
    rhythm = content["rhythm"]
    if not rhythm["drifting"] or not rhythm["yearly"] or rhythm["yearly"] < 0:
        return
    by_chance = min(rhythm["by_chance"] / rhythm["drifting"], 1.0)
    target = round(rhythm["yearly"] * (1 + by_chance) / 2, -2)
    if target < rhythm["yearly"] * (1 - SMALLEST_GAIN):
        about = {"customers": rhythm["drifting"], "by_chance": rhythm["by_chance"]}
        yield _goal("steering.drifting", rhythm["yearly"], target, "half_to_chance", **about)


def _again(content: Found) -> Iterator[Found]:
    again = content["rhythm"]["again"]
    if again is None or again["value"] >= GOOD_ENOUGH:
        return
    if again["high"] - again["value"] >= SMALLEST_GAIN:
        about = {"once": round(again["count"] * (1 - again["value"]))}
        yield _goal("steering.again", again["value"], again["high"], "beyond_chance", **about)


def _returns(content: Found) -> Iterator[Found]:
    returns = content["returns"]
    part = returns["money"] if returns else None
    if part is None or part["value"] < SMALLEST_GAIN:
        return
    best = upper_quarter([-one for _start, one in returns["quarters"]])
    target, by = (-best, "quarters") if best is not None else (part["low"], "beyond_chance")
    if part["value"] - target >= SMALLEST_GAIN:
        yield _goal("steering.returns", part["value"], target, by, amount=part["amount"])


def _know(content: Found) -> Iterator[Found]:
    quality = content["quality"]
    mail, named = quality["known"].get("email"), quality["named"]
    if named and named["value"] < GOOD_ENOUGH:
        best = upper_quarter(quality["named_quarters"])
        target, by = _or_half(named["value"], best, "quarters")
        yield _goal("steering.named", named["value"], target, by, **quality["nameless"])
    if mail and SOME <= mail["value"] < GOOD_ENOUGH:
        best = max(quality["mail_by_year"], default=None)
        target, by = _or_half(mail["value"], best, "years")
        without = round(mail["count"] * (1 - mail["value"]))
        yield _goal("steering.mail", mail["value"], target, by, without=without)


def _better(
    now: Found, first: list[float], first_code: str, second: list[float], second_code: str
) -> tuple[float, str]:
    """What the best quarter of the first, else the second, reaches; else the end of the own range:
    the least change that would hardly be chance.
    """
    for values, code in ((first, first_code), (second, second_code)):
        best = upper_quarter(values)
        if best is not None and best - now["value"] >= SMALLEST_GAIN:
            return best, code
    return now["high"], "beyond_chance"


def _or_half(now: float, best: float | None, code: str) -> tuple[float, str]:
    """What was reached once; where that is no more than now, half of what is missing."""
    if best is not None and best - now >= 0.05:
        return best, code
    return (1 + now) / 2, "half"


def _goal(figure: str, was: float, target: float, by: str, **about: Any) -> Found:
    is_share = figure != "steering.drifting"
    aimed = round(target, 2 if is_share else 0)
    if is_share and abs(aimed - was) < SMALLEST_GAIN:
        aimed = round(target, 3)
    return {"figure": figure, "was": was, "target": aimed, "by": by, "about": about}
