"""Commands about what customers are worth."""

import time
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from nahbar.site.commands.answering import Answer, Call, answering
from nahbar.site.commands.days import Day

if TYPE_CHECKING:
    from nahbar.value.models import ValueRun

FIGURES = ("value",)


@click.command()
@click.option("--as-of", "day", type=Day(), default=None, help="Reckon as of this day.")
@click.option("--only", default="", metavar="value,…", help="Only these figures.")
@answering("reckon_value")
def refresh(call: Call, day: date | None, only: str) -> Answer:
    """Reckon the figures anew."""
    from django.utils.translation import gettext as _  # noqa: PLC0415

    from nahbar.core import formats  # noqa: PLC0415
    from nahbar.value.operations.refresh import refresh_values  # noqa: PLC0415
    from nahbar.value.words import STEPS  # noqa: PLC0415

    _require_known(only)
    begun = time.monotonic()
    run = refresh_values(
        by=call.by,
        at=call.at,
        as_of=day,
        report=lambda step: call.progress(STEPS[step]),
    )
    seconds = round(time.monotonic() - begun, 3)
    told = {
        "count": formats.number(run.totals["customers"]),
        "date": formats.date(run.as_of or date.min),
        "seconds": formats.number(seconds, 1),
    }
    sentence = _("%(count)s customers reckoned as of %(date)s, in %(seconds)s seconds.") % told
    return Answer(
        {"run_id": run.public_id, "figures": {"value": _shown_run(run)}, "seconds": seconds},
        sentence,
    )


@click.command()
@click.option("--top", type=click.IntRange(min=1), default=20, show_default=True)
@click.option("--model", "models", is_flag=True, help="Show the models instead.")
@answering("see_value")
def value(call: Call, top: int, models: bool) -> Answer:
    """Show what customers are worth, the most valuable first."""
    from django.utils.translation import gettext_lazy as _  # noqa: PLC0415

    from nahbar.core.refusals import Refused  # noqa: PLC0415
    from nahbar.value.queries import current_run  # noqa: PLC0415

    run = current_run()
    if run is None:
        raise Refused("not_reckoned", _("Nothing has been reckoned yet. Run: nahbar refresh"))
    return _models(run) if models else _customers(run, top)


def _require_known(only: str) -> None:
    unknown = [name for name in filter(None, only.split(",")) if name.strip() not in FIGURES]
    if unknown:
        raise click.BadParameter(f"{', '.join(unknown)}: there is {', '.join(FIGURES)}")


def _shown_run(run: "ValueRun") -> dict[str, Any]:
    totals = run.totals
    return {
        "as_of": run.as_of,
        "customers": totals["customers"],
        "with_history": totals["with_history"],
        **{
            name: {"amount": totals.get(name, "0.000000"), "currency": run.currency}
            for name in ("value", "margin_so_far", "expected")
        },
        "classes": {part["name"]: part["customers"] for part in totals["classes"]},
        "concentration": totals["concentration"],
        "missing": totals["missing"],
        "left_out": totals["left_out"],
        "seconds": totals["seconds"],
    }


def _customers(run: "ValueRun", top: int) -> Answer:
    from nahbar.core import formats  # noqa: PLC0415
    from nahbar.customers.models import Customer  # noqa: PLC0415
    from nahbar.customers.names import name_of  # noqa: PLC0415
    from nahbar.customers.queries import numbers_of  # noqa: PLC0415
    from nahbar.value.queries import figure_as_data, page_by_value, values_of  # noqa: PLC0415

    ids = page_by_value(None, top)
    figures, customers, numbers = values_of(ids), Customer.objects.in_bulk(ids), numbers_of(ids)
    named = [
        (customers[pk], name_of(customers[pk], numbers.get(pk, [])), figures[pk]) for pk in ids
    ]
    lines = [
        f"{figure.value_class or ' '}  {formats.money(figure.value, run.currency, 0):>14}"
        f"  ({formats.number(figure.low, 0)} – {formats.number(figure.high, 0)})  {name}"
        for _customer, name, figure in named
    ]
    shown = [
        {"id": customer.public_id, "name": name, **figure_as_data(figure)}
        for customer, name, figure in named
    ]
    found = {"run_id": run.public_id, "as_of": run.as_of, "customers": shown}
    return Answer(found, "\n".join(lines))


def _models(run: "ValueRun") -> Answer:
    from nahbar.value.words import warning  # noqa: PLC0415

    lines = []
    for fit in run.fits:
        chosen = "  *" if fit.get("is_chosen") else ""
        lines.append(f"{fit['name']}{chosen}  n {fit['n']}  {fit['parameters']}")
        lines += [f"  {warning(fit['name'], remark)}" for remark in fit["warnings"]]
    found = {"run_id": run.public_id, "as_of": run.as_of, "models": run.fits}
    return Answer(found, "\n".join(lines))
