"""What customers are worth, as facts to cut lists by: for those who may see it."""

import polars as pl
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability
from nahbar.core.bulk import Ids, read_matching
from nahbar.core.fact_columns import day_number
from nahbar.core.facts import Fact, FactKind, Options
from nahbar.value.models import ValueClass, ValueRun
from nahbar.value.queries import current_run

ROOM = _("Value")
HERE = "nahbar.value.facts"
OF_RUN = (
    "FROM value_customervalue v JOIN value_valuerun r ON r.id = v.run_id"
    f" WHERE r.state = '{ValueRun.State.CURRENT}' AND v.customer_id IN {{keys}}"
)


def values(customers: Ids) -> pl.DataFrame:
    """What they are worth, in millionths; who has no place among the others has no value."""
    return _read("v.value", " AND v.factor IS NOT NULL", customers)


def classes(customers: Ids) -> pl.DataFrame:
    """Their class, A being 1."""
    cases = " ".join(f"WHEN '{one}' THEN {at}" for at, one in enumerate(ValueClass.values, start=1))
    return _read(f"CASE v.value_class {cases} END", " AND v.value_class <> ''", customers)


def likely(customers: Ids) -> pl.DataFrame:
    """How likely they will come again, in whole percent."""
    rounded = "CAST(ROUND(CAST(v.probability_alive * 100 AS numeric)) AS int)"
    return _read(rounded, " AND v.probability_alive IS NOT NULL", customers)


def drifting(customers: Ids) -> pl.DataFrame:
    """Who has been silent for longer than is their habit."""
    return _read("1", " AND v.is_drifting", customers)


def last_purchases(customers: Ids) -> pl.DataFrame:
    """The last day with a purchase that was not taken back."""
    rows = read_matching(
        f"SELECT v.customer_id, v.last_on {OF_RUN} AND v.last_on IS NOT NULL",
        customers.tolist(),
        schema={"customer": pl.Int64, "day": pl.Date},
    )
    return rows.select("customer", day_number("day").alias("value"))


def _read(what: str, where: str, customers: Ids) -> pl.DataFrame:
    return read_matching(
        f"SELECT v.customer_id, {what} {OF_RUN}{where}",
        customers.tolist(),
        schema={"customer": pl.Int64, "value": pl.Int64},
    )


def _currency() -> str:
    run = current_run()
    return run.currency if run else ""


def _class_options() -> Options:
    return [(at, str(label)) for at, label in enumerate(ValueClass.labels, start=1)]


SEE = Ability.SEE_VALUE
FACTS = (
    Fact("value", _("Customer value"), FactKind.MONEY, f"{HERE}.values", ROOM, SEE,
         unit=_currency, is_exact=True, is_usual=True),
    Fact("value_class", _("Value class"), FactKind.CHOICE, f"{HERE}.classes", ROOM, SEE,
         options=_class_options),
    Fact("alive", _("Will come again"), FactKind.NUMBER, f"{HERE}.likely", ROOM, SEE, unit="%"),
    Fact("drifting", _("Silent for longer than usual"), FactKind.YES, f"{HERE}.drifting", ROOM, SEE),
    Fact("last_purchase", _("Last purchase that stood"), FactKind.DAY, f"{HERE}.last_purchases",
         ROOM, SEE),
)  # fmt: skip
