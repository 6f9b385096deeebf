"""What figures, models and warnings are in words. Codes come from `nahbar.insight`."""

import math
from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from nahbar.core import formats
from nahbar.value.models import ValueRun
from nahbar.value.summary import RunSummary

SIGNIFICANT = 2
MOST_CERTAIN = 0.99

WARNINGS: dict[str, Promise] = {
    "not_converged": lazy("The search for the best fit stopped after %(steps)s steps; the figures are provisional."),
    "too_few_customers": lazy("%(customers)s customers are few; from %(needed)s on the ranges are dependable."),
    "parameter_at_bound": lazy("The data leave open %(parameter)s; it was held at %(value)s."),
    "parameter_uncertain": lazy("The data say little about %(parameter)s."),
    "no_standard_errors": lazy("How uncertain the parameters are cannot be said; the ranges are rather too narrow."),
    "worthless_purchases": lazy("%(customers)s customers bought again, but brought nothing; they say nothing about amounts."),
    "mean_not_finite": lazy("The amounts of purchases differ so widely that they have no dependable mean."),
    "frequency_and_value_depend": lazy("Who buys often spends differently each time (correlation %(correlation)s); the model takes the two as independent."),
    "values_all_equal": lazy("All purchases are worth the same; the model reckons with this fixed price."),
}  # fmt: skip

MISSING: dict[str, Promise] = {
    "no_customers": lazy("No purchase of a known customer is there yet."),
    "no_repeat_purchases": lazy("None of %(customers)s customers has bought again yet."),
    "too_few_came_again": lazy("Only %(customers)s customers have bought again; from %(needed)s on something can be said."),
    "mean_not_finite": lazy("The amounts of purchases differ too widely for an expectation."),
    "history_impossible": lazy("The days of purchases contradict each other; nothing can be expected from them."),
    "history_not_finite": lazy("The days of purchases contradict each other; nothing can be expected from them."),
}  # fmt: skip

HOW_OFTEN: dict[str, Promise] = {
    "r": lazy("how alike customers are in how often they buy"),
    "alpha": lazy("how seldom customers buy, in days"),
}
AFTER_A_PURCHASE: dict[str, Promise] = {
    "a": lazy("how readily customers leave after a purchase"),
    "b": lazy("how readily customers stay after a purchase"),
}
PARAMETERS: dict[tuple[str, str], Promise] = {
    **{
        (model, name): meaning
        for model in ("BG/NBD", "MBG/NBD", "Pareto/NBD")
        for name, meaning in HOW_OFTEN.items()
    },
    **{
        (model, name): meaning
        for model in ("BG/NBD", "MBG/NBD")
        for name, meaning in AFTER_A_PURCHASE.items()
    },
    ("Pareto/NBD", "s"): lazy("how alike customers are in how long they stay"),
    ("Pareto/NBD", "beta"): lazy("how long customers stay, in days"),
    ("Gamma-Gamma", "p"): lazy("how alike the purchases of one customer are"),
    ("Gamma-Gamma", "q"): lazy("how alike customers are in what they spend"),
    ("Gamma-Gamma", "gamma"): lazy("how much is spent"),
    ("Weibull", "shape"): lazy("how alike things are in how long they are kept"),
    ("Weibull", "scale"): lazy("how long things are kept, in days"),
}

MODELS: dict[str, Promise] = {
    "BG/NBD": lazy("Who comes again, and how often: customers leave after a purchase"),
    "MBG/NBD": lazy(
        "Who comes again, and how often: customers leave after a purchase, even the first"
    ),
    "Pareto/NBD": lazy("Who comes again, and how often: customers leave at any time"),
    "Gamma-Gamma": lazy("What a purchase brings"),
    "Weibull": lazy("How long things for years are kept"),
}

STEPS: dict[str, Promise] = {
    "waiting": lazy("The reckoning begins in a moment."),
    "reading": lazy("Orders and customers are being read."),
    "reckoning": lazy("Value is being reckoned for every customer."),
    "storing": lazy("The figures are being stored."),
}


def finding(summary: RunSummary | None) -> str:
    """What the run found, in one sentence; where the ranges do not allow one, only the subject."""
    if summary is None or summary.concentration is None or not summary.concentration.is_sure:
        return _("What our customers are worth")
    count = summary.concentration.customers
    words = {"count": formats.number(count)}
    if summary.missing:
        return (
            ngettext(
                "%(count)s customer has brought half of what we earned",
                "%(count)s customers have brought half of what we earned",
                count,
            )
            % words
        )
    return (
        ngettext(
            "%(count)s customer brings half of what we earn",
            "%(count)s customers bring half of what we earn",
            count,
        )
        % words
    )


def horizon(months: int) -> str:
    """How far the rules look ahead: "the next three years"."""
    years: dict[int, str] = {
        12: _("the next year"),
        24: _("the next two years"),
        36: _("the next three years"),
        48: _("the next four years"),
        60: _("the next five years"),
    }
    return years.get(months) or _("the next %(months)s months") % {"months": months}


def margin_basis(run: ValueRun) -> str:
    """On what margins rest: costs that are known, or a rate of the price, which says so."""
    said = {"rate": formats.percent(run.rules["margin_share"])}
    if run.totals.get("lines_with_cost"):
        return _("Margin is price less cost where the cost is known; elsewhere %(rate)s of the price, or the rate of its product group, are assumed.") % said  # fmt: skip
    if run.rules.get("group_margins"):
        return _("Costs are not known: %(rate)s of the turnover are assumed as margin, and by product group what is set there.") % said  # fmt: skip
    return _("%(rate)s of the turnover are assumed as margin; costs are not known.") % said


def warning(model: str, remark: Mapping[str, Any]) -> str:
    """What a model warns of, in words."""
    named = dict(remark)
    if words := PARAMETERS.get((model, str(remark.get("parameter")))):
        named["parameter"] = str(words)
    return _filled(WARNINGS, named)


def missing(remark: Mapping[str, Any]) -> str:
    """Why nothing can be expected yet, in words."""
    return _filled(MISSING, remark)


def probability(share: float) -> str:
    """A probability in whole percent; nothing is ever said to be certain."""
    if share > MOST_CERTAIN:
        return _("over %(share)s") % {"share": formats.percent(MOST_CERTAIN)}
    if share < 1 - MOST_CERTAIN:
        return _("under %(share)s") % {"share": formats.percent(1 - MOST_CERTAIN)}
    return formats.percent(share)


def roughly(amount: Decimal) -> Decimal:
    """An expectation is no account: two significant digits, whole units."""
    if not amount:
        return Decimal(0)
    last = max(amount.adjusted() - SIGNIFICANT + 1, 0)
    return amount.quantize(Decimal(1).scaleb(last), rounding=ROUND_HALF_EVEN)


def parameter(value: float, digits: int) -> str:
    """A model's parameter or its standard error, to so many significant digits."""
    if not value:
        return "0"
    return formats.number(value, max(digits - 1 - math.floor(math.log10(abs(value))), 0))


def _filled(sentences: Mapping[str, Promise], remark: Mapping[str, Any]) -> str:
    sentence = sentences.get(str(remark["code"]))
    if sentence is None:
        return _("The data do not allow an expectation yet (%(code)s).") % {"code": remark["code"]}
    return str(sentence) % {name: _shown(value) for name, value in remark.items()}


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return formats.number(round(value, 2))
    return formats.number(value) if isinstance(value, int) else str(value)
