"""How the models stood against what came, in words and as a picture."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from nahbar.core import formats
from nahbar.customers.models.customer import Kind
from nahbar.value.drawings import Drawing
from nahbar.value.summary import RunSummary

DAYS_PER_YEAR = 365.25
MOST_PURCHASES = 7  # of the last group: and more
IDEAS = {
    "BG/NBD": lazy("customers leave after a purchase, and whoever came only once is still with us"),
    "MBG/NBD": lazy("customers leave after a purchase, many of them after the first"),
    "Pareto/NBD": lazy("customers leave at any time, purchase or not"),
}


def finding(summary: RunSummary | None) -> str:
    """The heading: what was foreseen and what came."""
    tested = summary.calibration if summary else None
    if not tested:
        return _("Model and reality")
    told = _("The model foresaw %(predicted)s purchases; %(actual)s came")
    return told % {
        "predicted": formats.number(tested["predicted"], 0),
        "actual": formats.number(tested["actual"], 0),
    }


def choice(summary: RunSummary) -> str:
    """Which model was chosen, and why, in one sentence."""
    if not summary.buying:
        return ""
    chosen = summary.buying[0]
    said = {"idea": IDEAS[chosen["name"]], "name": chosen["name"]}
    if chosen["is_clear"]:
        return _("Of three pictures of how customers come and go, one explains our purchases best: %(idea)s (%(name)s).") % said  # fmt: skip
    return _("Of three pictures of how customers come and go, several explain our purchases equally well; we reckon with the simplest of them: %(idea)s (%(name)s).") % said  # fmt: skip


def off(bias: float | None) -> str:
    """By how much something was foreseen wrong: "4 % too low"."""
    if bias is None:
        return "–"
    if round(abs(bias), 2) == 0:
        return _("exact to the percent")
    said = {"off": formats.percent(abs(bias))}
    return _("%(off)s too low") % said if bias < 0 else _("%(off)s too high") % said


def accuracy(tested: dict[str, Any]) -> list[tuple[str, str] | tuple[str, str, str]]:
    """How far off the chosen model was, as facts."""
    found: list[tuple[str, str] | tuple[str, str, str]] = [
        (_("Number of purchases"), off(tested["bias"])),
        (_("Turnover"), off(tested.get("money_bias"))),
        (_("For one customer"), formats.number(tested["error"], 2), _("purchases off, on average")),
    ]
    if "coverage" in tested:
        share = formats.percent(tested["coverage"], 1)
        found.append((_("Turnover within its range"), share, _("promised: 95 of 100 customers")))
    return found


def pairs(tested: dict[str, Any]) -> Drawing:
    """Foreseen beside actual by purchases until then; `rows` with count and coverage."""
    groups = tested["groups"]
    names = [_group_of(group["purchases"]) for group in groups]
    return {
        "data": {
            "x": names,
            "series": [
                {"name": _("foreseen"), "y": [group["predicted"] for group in groups]},
                {"name": _("came"), "y": [group["actual"] for group in groups]},
            ],
            "x_label": _("Purchases until then"),
            "label": _("Purchases of a customer"),
        },
        "rows": [
            [
                name,
                formats.number(group["customers"]),
                formats.number(group["predicted"], 2),
                formats.number(group["actual"], 2),
                formats.percent(group["coverage"]) if "coverage" in group else "–",
            ]
            for name, group in zip(names, groups, strict=True)
        ],
    }


def comparison(summary: RunSummary) -> list[list[str]]:
    """Each model of buying in the test: name, error in counts and money, of one customer, coverage."""
    return [
        [
            fit["name"],
            off(tested["bias"]),
            off(tested.get("money_bias")),
            formats.number(tested["error"], 2),
            formats.percent(tested["coverage"]) if "coverage" in tested else "–",
        ]
        for fit in summary.buying
        if (tested := fit["calibration"])
    ]


def kept_for(summary: RunSummary) -> str:
    """How long things for years are kept, where that could be fitted."""
    found = summary.lasting
    if found is None:
        return ""
    told = _("Half of the things kept for years are replaced after %(years)s years; seen in %(count)s replacements.")  # fmt: skip
    years = formats.number(found["median_days"] / DAYS_PER_YEAR, 1)
    return told % {"years": years, "count": formats.number(found["replaced"])}


def groups(summary: RunSummary) -> list[list[str]]:
    """How people become customers: group, people, who bought, spending against the firm's."""
    return [
        [
            group_name(prior["group"]),
            formats.number(prior["people"]),
            formats.number(prior["bought"]),
            formats.percent(prior["bought"] / max(prior["people"], 1)),
            formats.percent(prior["spending"]),
        ]
        for prior in summary.priors
    ]


def group_name(group: str) -> str:
    """How people found us, as they said it, or what they are."""
    return str(Kind(group).label) if group in Kind.values else group


def _group_of(purchases: int) -> str:
    if purchases < MOST_PURCHASES:
        return formats.number(purchases)
    return _("%(count)s and more") % {"count": formats.number(purchases)}
