"""What moved within a month, in words and as a waterfall."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from nahbar.core import formats
from nahbar.core.money import from_micros
from nahbar.value.summary import RunSummary

CAUSES: dict[str, Promise] = {
    "bought": lazy("Bought, less returns"),
    "began": lazy("Came for the first time"),
    "alive": lazy("Still customers, more or less surely"),
    "pace": lazy("How often they will come"),
    "amount": lazy("What a purchase brings"),
    "long": lazy("Things kept for years"),
    "other": lazy("Rest"),
}
WHY: dict[tuple[str, bool], Promise] = {
    ("bought", True): lazy("has bought"),
    ("bought", False): lazy("has given back"),
    ("began", True): lazy("came for the first time"),
    ("began", False): lazy("came for the first time, and cost more than was earned"),
    ("alive", True): lazy("is more surely a customer still"),
    ("alive", False): lazy("has been silent, and is less surely a customer still"),
    ("pace", True): lazy("comes more often"),
    ("pace", False): lazy("comes less often"),
    ("amount", True): lazy("spends more each time"),
    ("amount", False): lazy("spends less each time"),
    ("long", True): lazy("will replace something kept for years sooner"),
    ("long", False): lazy("has replaced something kept for years, or will do so later"),
    ("other", True): lazy("other reasons"),
    ("other", False): lazy("other reasons"),
}
MINUS, PLUS = "\N{MINUS SIGN}", "+"


def signed(amount: Decimal) -> str:
    """A change in whole units, its sign before it."""
    sign = MINUS if amount < 0 else PLUS
    return f"{sign}\N{NARROW NO-BREAK SPACE}{formats.number(abs(amount), 0)}"


def waterfall(causes: Mapping[str, Decimal]) -> list[dict[str, Any]]:
    """Items for the `parts` macro, in the order in which they are told; nothing is left out."""
    return [
        {
            "label": label,
            "value": float(causes[name]),
            "text": signed(causes[name]),
            "tone": "cost" if causes[name] < 0 else "future",
        }
        for name, label in CAUSES.items()
        if name in causes and abs(causes[name]) >= Decimal("0.5")
    ]


def total_of(causes: Mapping[str, Decimal]) -> dict[str, Any]:
    """What all causes come to."""
    change = sum(causes.values(), Decimal(0))
    return {"label": _("together"), "value": float(change), "text": signed(change)}


def why(causes: Mapping[str, int]) -> str:
    """The two weightiest reasons of a change (in millionths), in words."""
    change = sum(causes.values())
    same = {name: amount for name, amount in causes.items() if (amount > 0) == (change > 0)}
    first = sorted(same, key=lambda name: -abs(same[name]))[:2]
    weighty = [name for name in first if abs(same[name]) >= abs(change) / 5] or first[:1]
    return ", ".join(str(WHY[name, change > 0]) for name in weighty)


def causes_of(written: Mapping[str, str]) -> dict[str, Decimal]:
    """The causes of all customers together, as kept with the run."""
    return {name: Decimal(amount) for name, amount in written.items()}


def causes_in(row: Mapping[str, Any]) -> dict[str, Decimal]:
    """The causes of one customer from the row that a run keeps of them; older runs have none."""
    return {
        name: from_micros(row[f"moved_{name}"])
        for name in CAUSES
        if row.get(f"moved_{name}") is not None
    }


def finding(summary: RunSummary | None) -> str:
    """The heading of the page."""
    if summary is None or not summary.moved:
        return _("What moved")
    change = Decimal(summary.moved["now"]) - Decimal(summary.moved["before"])
    said = {"amount": formats.money(abs(change), summary.currency, 0)}
    if change >= Decimal("0.5"):
        return _("Our customers are worth %(amount)s more than a month ago") % said
    if change <= Decimal("-0.5"):
        return _("Our customers are worth %(amount)s less than a month ago") % said
    return _("Our customers are worth as much as a month ago")
