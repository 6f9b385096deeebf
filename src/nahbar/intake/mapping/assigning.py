"""Which column fills which field: headers and values weighed, each field given once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from nahbar.intake.mapping.articles import columns_of_numbers
from nahbar.intake.mapping.exports import known_headers
from nahbar.intake.mapping.fields import Field, TableKind, ValueType
from nahbar.intake.mapping.headers import is_generic, match_header
from nahbar.intake.mapping.kinds import table_kind
from nahbar.intake.mapping.profiles import ColumnProfile
from nahbar.intake.mapping.proposal import ColumnChoice, Why
from nahbar.intake.mapping.scales import mood_fit
from nahbar.intake.mapping.scoring import ENOUGH, fit, suggestions

_CONTRADICTED = 0.15

# What tells the kinds apart; fields not named here count little.
_WEIGHT = {
    "orders": {"order_number": 2, "quantity": 2, "unit_price": 2, "line_amount": 2, "order_amount": 1.5,
               "sku": 2, "ordered_at": 1.2, "product_name": 1, "cost": 1, "currency": 0.5},
    "customers": {"birthday": 2, "last_name": 1.2, "first_name": 1.2, "full_name": 0.7, "salutation": 1,
                  "mobile": 1, "email": 0.8, "street": 0.7, "postcode": 0.6, "city": 0.6, "phone": 0.7,
                  "since": 0.7, "tags": 0.4, "stage": 0.6, "customer_number": 0.7, "organisation": 0.7},
    "encounters": {"occurred_at": 1.2, "mood": 2, "touchpoint": 2, "text": 1.1, "channel": 1.1,
                   "kind": 1.1, "duration_minutes": 1, "subject": 0.8, "employee": 0.5, "event_key": 0.5},
}  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """One way to use a column, with its weight against the others."""

    column: str
    field: Field
    label: str | None
    confidence: float
    why: Why


def assign_fields(
    header: Sequence[str | None], profiles: Mapping[str, ColumnProfile], kind: str
) -> tuple[ColumnChoice, ...]:
    """A choice for every column of a table of `kind`, in the table's order."""
    known = known_headers(header, kind)
    table = table_kind(kind)
    candidates: list[Candidate] = []
    for position, cell in enumerate(header):
        column = f"c{position}"
        profile = profiles.get(column, ColumnProfile())
        candidates += _of_column(column, cell or "", profile, table, known.get(cell or ""))
    candidates = _with_article_numbers(candidates, header, profiles, table)
    taken = _given_once(sorted(candidates, key=_rank))
    choices = []
    for position, cell in enumerate(header):
        chosen = taken.get(f"c{position}")
        choices.append(_choice(f"c{position}", cell or "", chosen))
    return tuple(_with_birth_parts(choices, profiles) if kind == "customers" else choices)


def _with_article_numbers(
    candidates: list[Candidate],
    header: Sequence[str | None],
    profiles: Mapping[str, ColumnProfile],
    table: TableKind,
) -> list[Candidate]:
    by_header = [one for one in candidates if one.field.name == "product_name" and one.confidence]
    named = {one.column: header[int(one.column[1:])] or "" for one in by_header}
    numbers = columns_of_numbers(named, profiles)
    return [
        replace(one, field=table.field("sku"), confidence=one.confidence * 0.9)
        if one.column in numbers and one.field.name == "product_name"
        else one
        for one in candidates
    ]


def _rank(candidate: Candidate) -> tuple[float, bool]:
    # Of "Home Address" and "Home Street" the street says more exactly what it holds.
    says_address = "address" in str(candidate.why.parameters.get("header", "")).lower()
    return -candidate.confidence, candidate.field.name == "street" and says_address


def _choice(column: str, header: str, chosen: Candidate | None) -> ColumnChoice:
    if chosen is None:
        return ColumnChoice(column, header)
    options = {"label": chosen.label} if chosen.label else {}
    return ColumnChoice(
        column, header, chosen.field.name, options, round(chosen.confidence, 2), chosen.why
    )


def _of_column(
    column: str, header: str, profile: ColumnProfile, table: TableKind, known: str | None
) -> list[Candidate]:
    by_header = _by_header(column, header, profile, table, known)
    if by_header and by_header.why.code != "header_contradicted":
        return [by_header]
    found = []
    for name, shape, confidence in suggestions(profile, table.name, named=not is_generic(header)):
        parameters = {"shape": shape, "share": round(profile.share(shape), 2), "header": header}
        code = "header_contradicted" if by_header else "values_only"
        found.append(Candidate(column, table.field(name), None, confidence, Why(code, parameters)))
    return found


def _by_header(
    column: str, header: str, profile: ColumnProfile, table: TableKind, known: str | None
) -> Candidate | None:
    if known == "":
        return None
    match = None if known else match_header(header, table.name)
    if not known and not match:
        return None
    field = table.field(known or (match.field if match else ""))
    label = match.label if match else None
    sure = match.confidence if match else 0.97
    if table.name == "orders" and label in {"billing", "primary"}:
        label = None
        sure += 0.01  # who pays is the customer; a second address may follow
    if label == "shipping" and not field.in_address and table.name == "orders":
        return None
    is_mood = field.type is ValueType.MOOD  # marks in place of moods would turn smiles around
    if profile.sampled < ENOUGH and not is_mood:
        return Candidate(column, field, label, sure, Why("header", {"header": header}))
    fits = mood_fit(profile, header) if is_mood else fit(profile, field.type)
    if fits < _CONTRADICTED:
        return Candidate(column, field, label, 0.0, Why("header_contradicted", {"header": header}))
    confidence = sure * (0.6 + 0.4 * min(1.0, fits / 0.5))
    parameters = {"header": header, "fit": round(fits, 2)}
    return Candidate(column, field, label, confidence, Why("header_and_values", parameters))


def _given_once(ranked: list[Candidate]) -> dict[str, Candidate]:
    taken: dict[str, Candidate] = {}
    used: set[tuple[str, str | None]] = set()
    for candidate in ranked:
        place = candidate.field.name, candidate.label if candidate.field.in_address else None
        if candidate.column in taken or (place in used and not candidate.field.repeats):
            continue
        taken[candidate.column] = candidate
        used.add(place)
    return taken


def _with_birth_parts(
    choices: list[ColumnChoice], profiles: Mapping[str, ColumnProfile]
) -> list[ColumnChoice]:
    """Beside a month of birth, *Geburtstag* is the day of the month."""
    if "birth_month" not in {choice.field for choice in choices}:
        return choices
    renamed = []
    for choice in choices:
        profile = profiles.get(choice.column, ColumnProfile())
        day = choice.field == "birthday" and fit(profile, ValueType.DATE) < 0.5
        contradicted = choice.field is None and match_header(choice.header, "customers")
        if day or (contradicted and contradicted.field == "birthday"):
            why = Why("header", {"header": choice.header})
            renamed.append(ColumnChoice(choice.column, choice.header, "day_of_birth", {}, 0.8, why))
        else:
            renamed.append(choice)
    return renamed


def weight_of(choices: Sequence[ColumnChoice], kind: str) -> float:
    """How much these choices speak for the table being of that kind."""
    fields = {choice.field: choice.confidence for choice in choices if choice.field}
    weight = sum(_WEIGHT[kind].get(name, 0.2) * sure for name, sure in fields.items())
    needs = table_kind(kind).needs
    unmet = sum(not need.is_met_by(set(fields)) for need in needs)
    return weight * 0.35**unmet
