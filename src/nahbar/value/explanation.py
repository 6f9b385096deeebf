"""What the sum of one customer is made of, ready to be read."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from nahbar.core import formats
from nahbar.core.clock import house_zone
from nahbar.value import words
from nahbar.value.models import ValueRun
from nahbar.value.own_silence import silence_of
from nahbar.value.queries import CustomerFigure
from nahbar.value.reality import group_name

Pair = tuple[str, str] | tuple[str, str, str]


def explain_customer(
    figure: CustomerFigure,
    run: ValueRun,
    *,
    may_reckon: bool = False,
    shows_classes: bool = True,
) -> dict[str, Any]:
    """For templates: the figure, its words, its parts as they are drawn, and its inputs.

    Amounts that rest on an expectation are rounded to what it can tell, all in the same way.
    """
    missing = run.totals.get("missing")
    return {
        "figure": figure,
        "currency": figure.currency,
        "horizon": words.horizon(run.rules["horizon_months"]),
        "about": words.roughly(figure.expected),
        "about_low": words.roughly(figure.expected_low),
        "about_high": words.roughly(figure.expected_high),
        "whole": words.roughly(figure.value),
        "whole_low": words.roughly(figure.low),
        "whole_high": words.roughly(figure.high),
        "so_far": words.roughly(figure.margin_so_far),
        "said": figure.value if figure.reckoned is not None else None,
        "parts": _parts(figure),
        "total": _part(_("together"), figure.margin_so_far + figure.expected, ""),
        "silence": silence_of(figure),
        "group": _group(figure, run),
        "inputs": [
            *_of_purchases(figure),
            *_of_expectation(figure),
            *_of_rank(figure, shows_classes=shows_classes),
        ],
        "missing": words.missing(missing) if missing else "",
        "margin_basis": words.margin_basis(run),
        "may_reckon": may_reckon,
        "discount_rate": run.rules["discount_rate"],
        "is_old": is_old(run),
    }


def is_old(run: ValueRun) -> bool:
    """Whether the run looks from a day before the one it was made on: the data end there."""
    made_on = run.started_at.astimezone(house_zone()).date()
    return run.as_of is not None and run.as_of < made_on


def _parts(figure: CustomerFigure) -> list[dict[str, Any]]:
    parts = [_part(_("so far"), figure.margin_so_far, "past")]
    if not figure.can_expect:
        return parts
    if not figure.expected_long:
        return [*parts, _part(_("to come"), figure.expected, "future")]
    daily = figure.expected - figure.expected_long
    long = _part(_("to come: things kept for years"), figure.expected_long, "future")
    return [*parts, _part(_("to come: from day to day"), daily, "future"), long]


def _part(label: str, amount: Decimal, tone: str) -> dict[str, Any]:
    return {
        "label": label,
        "value": float(amount),
        "text": formats.number(words.roughly(amount), 0),
        "tone": "cost" if amount < 0 else tone,
    }


def _group(figure: CustomerFigure, run: ValueRun) -> str:
    """The group of somebody without history; empty where there is none."""
    priors = run.totals.get("priors") or []
    if figure.prior is None or figure.prior >= len(priors):
        return ""
    return group_name(priors[figure.prior]["group"])


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
    margin = formats.money(words.roughly(figure.margin_so_far), figure.currency, 0)
    return [
        *pairs,
        (_("Turnover so far"), spent, _("less returns and cancellations")),
        (_("Margin so far"), margin, _("rounded")),
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
    if figure.replacements:
        count = formats.number(figure.replacements, 1)
        pairs.append((_("Things kept for years"), count, _("to be bought or replaced")))
    return pairs


def _of_rank(figure: CustomerFigure, *, shows_classes: bool) -> list[Pair]:
    if figure.factor is None:
        return []
    below = _("of 100 customers are worth less")
    factor: Pair = (_("Factor"), formats.number(figure.factor), below)
    return [factor, (_("Class"), figure.value_class)] if shows_classes else [factor]
