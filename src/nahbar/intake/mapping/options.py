"""How the cells of a column are to be read, as far as the columns say it themselves."""

from dataclasses import replace
from typing import Any

from nahbar.intake.mapping.amounts import meaning_of
from nahbar.intake.mapping.fields import ValueType as T
from nahbar.intake.mapping.kinds import field_of
from nahbar.intake.mapping.profiles import ColumnProfile
from nahbar.intake.mapping.proposal import ColumnChoice
from nahbar.intake.mapping.scales import scale_of
from nahbar.intake.mapping.tables import TableProfile

NUMERIC = (T.DECIMAL, T.MONEY, T.INTEGER, T.DISCOUNT)


def with_options(
    choice: ColumnChoice, kind: str, profile: TableProfile, country: str, zone: str
) -> ColumnChoice:
    if choice.field is None:
        return choice
    column = profile.columns.get(choice.column, ColumnProfile())
    options: dict[str, Any] = dict(choice.options)
    match field_of(kind, choice.field).type:
        case T.DATE | T.DATETIME:
            options |= {"order": decided_order(column), "zone": zone}
        case T.DECIMAL | T.MONEY | T.INTEGER:
            options["style"] = decided_style(column)
        case T.DISCOUNT:
            means = meaning_of(column, choice.header)
            options |= {"style": decided_style(column), "means": means}
        case T.PHONE:
            options["country"] = country
        case T.KEY:
            options["integral_floats"] = column.has_integral_floats
        case T.MOOD:
            if scale := scale_of(column, choice.header):
                options |= {"low": scale.low, "high": scale.high}
        case T.FULL_NAME:
            options["family_first"] = column.shapes["last_given"] > 2 * column.shapes["first_given"]
    return replace(choice, options=options)


def decided_order(column: ColumnProfile) -> str | None:
    """Day or month first, where the column's own cells leave no doubt."""
    day, month = column.order["day_first"], column.order["month_first"]
    if day and month:
        return None
    return "day_first" if day else "month_first" if month else None


def decided_style(column: ColumnProfile) -> str | None:
    """Decimal comma or point, where the column's own cells leave no doubt."""
    comma, point = column.style["comma"], column.style["point"]
    if comma and point:
        return None
    return "comma" if comma else "point" if point else None


def with_shared_style(
    choices: list[ColumnChoice], kind: str, profile: TableProfile
) -> list[ColumnChoice]:
    """A column that cannot tell its decimal sign takes the one all other columns agree on."""
    numeric = [c for c in choices if c.field and field_of(kind, c.field).type in NUMERIC]
    styles = {c.options["style"] for c in numeric if c.options.get("style")}
    if len(styles) != 1:
        return choices
    shared = next(iter(styles))
    undecided = {
        c.column
        for c in numeric
        if not c.options.get("style") and not _is_mixed(profile.columns.get(c.column))
    }
    return [
        replace(c, options={**c.options, "style": shared}) if c.column in undecided else c
        for c in choices
    ]


def _is_mixed(column: ColumnProfile | None) -> bool:
    return column is not None and bool(column.style["comma"] and column.style["point"])
