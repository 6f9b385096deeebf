"""What the sum of one customer is made of, ready to be read."""

from typing import Any

from django.utils.translation import gettext as _

from nahbar.core import formats
from nahbar.core.clock import house_zone
from nahbar.value import words
from nahbar.value.models import ValueRun
from nahbar.value.queries import CustomerFigure

Pair = tuple[str, str] | tuple[str, str, str]


def explain_customer(figure: CustomerFigure, run: ValueRun) -> dict[str, Any]:
    """For templates: the figure, its words, its parts as they are drawn, and its inputs."""
    missing = run.totals.get("missing")
    return {
        "figure": figure,
        "currency": figure.currency,
        "horizon": words.horizon(run.rules["horizon_months"]),
        "about": words.roughly(figure.expected),
        "about_low": words.roughly(figure.expected_low),
        "about_high": words.roughly(figure.expected_high),
        "parts": _parts(figure),
        "total": _part(_("together"), figure, "value", ""),
        "inputs": [*_of_purchases(figure), *_of_expectation(figure), *_of_rank(figure)],
        "missing": words.missing(missing) if missing else "",
        "discount_rate": run.rules["discount_rate"],
        "is_old": is_old(run),
    }


def is_old(run: ValueRun) -> bool:
    """Whether the run looks from a day before the one it was made on: the data end there."""
    made_on = run.started_at.astimezone(house_zone()).date()
    return run.as_of is not None and run.as_of < made_on


def _parts(figure: CustomerFigure) -> list[dict[str, Any]]:
    so_far = _part(_("so far"), figure, "margin_so_far", "past")
    to_come = _part(_("to come"), figure, "expected", "future")
    return [so_far, to_come] if figure.can_expect else [so_far]


def _part(label: str, figure: CustomerFigure, name: str, tone: str) -> dict[str, Any]:
    amount = getattr(figure, name)
    return {
        "label": label,
        "value": float(amount),
        "text": formats.number(amount, 0),
        "tone": "cost" if amount < 0 else tone,
    }


def _of_purchases(figure: CustomerFigure) -> list[Pair]:
    pairs: list[Pair] = []
    if figure.has_history and figure.first_on and figure.last_on:
        pairs = [
            (_("Days with a purchase"), formats.number(figure.purchases)),
            (_("First"), formats.date(figure.first_on)),
            (_("Last"), formats.date(figure.last_on)),
        ]
    if figure.rhythm is not None:
        every = _("every %(days)s days") % {"days": formats.number(figure.rhythm, 0)}
        pairs.append((_("Rhythm"), every))
    spent = formats.money(figure.turnover, figure.currency)
    return [
        *pairs,
        (_("Turnover so far"), spent, _("less returns and cancellations")),
        (_("Margin so far"), formats.money(figure.margin_so_far, figure.currency)),
    ]


def _of_expectation(figure: CustomerFigure) -> list[Pair]:
    if figure.probability_alive is None or figure.expected_purchases is None:
        return []
    pairs: list[Pair] = [
        (_("Probably still a customer"), words.probability(figure.probability_alive)),
        (_("Purchases to be expected"), formats.number(figure.expected_purchases, 1)),
    ]
    if figure.purchase_margin is not None:
        margin = formats.money(figure.purchase_margin, figure.currency)
        pairs.append((_("Margin of a purchase"), margin, _("to be expected")))
    return pairs


def _of_rank(figure: CustomerFigure) -> list[Pair]:
    factor = _("of 100 customers are worth less")
    return [(_("Factor"), formats.number(figure.factor), factor), (_("Class"), figure.value_class)]
