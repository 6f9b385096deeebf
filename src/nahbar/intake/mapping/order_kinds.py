"""Order, cancellation, return, complaint, taking back: told apart by word, number or sign.

A *rule* says how a table marks its lines. Rules that come from a column of words are certain;
those read off numbers and signs are proposals with evidence, which a person confirms.
"""

import re
from dataclasses import dataclass

import polars as pl

from nahbar.intake.mapping.absence import without_absent
from nahbar.intake.mapping.reading import answer

ORDER, CANCELLATION, RETURN = "order", "cancellation", "return"
COMPLAINT, TAKE_BACK = "complaint", "take_back"

_PATTERNS = (
    (TAKE_BACK, r"rücknahme|ruecknahme|take.?back|leihende|mietende|leihrück|rückgabe leih|end of (?:loan|lease)|leasingrück|inzahlungnahme|trade.?in"),
    (COMPLAINT, r"reklamation|complaint|beschwerde|gewährleistung|garantiefall|warranty|mängel|kulanz|beanstandung"),
    (CANCELLATION, r"storn|cancel|annull|void|widerruf|abgebrochen|aborted|chargeback|rückbuchung|rücklast"),
    (RETURN, r"retour|return|refund|gutschrift|credit.?(?:note|memo)|erstattet|erstattung|rückgabe|rücksendung|rückzahlung|umtausch"),
)  # fmt: skip
# Words for the whole order being fine; anything else in such a column is an order as well.
WORDS_OF_ORDERS = frozenset(
    [
        "order",
        "auftrag",
        "bestellung",
        "rechnung",
        "invoice",
        "verkauf",
        "sale",
        "kauf",
        "purchase",
        "paid",
        "bezahlt",
        "pending",
        "offen",
        "open",
        "abgeschlossen",
        "completed",
        "complete",
        "processing",
        "in bearbeitung",
        "versendet",
        "shipped",
        "fulfilled",
        "geliefert",
        "authorized",
        "delivered",
        "partially_paid",
        "partially paid",
        "teilweise bezahlt",
        "on-hold",
        "on hold",
        "ordnungsgemäß",
        "closed",
        "fertig",
    ]
)


@dataclass(frozen=True)
class KindRule:
    """How lines of one kind are recognised.

    `marker`: `prefix` (the order number begins with `value`, letters), `negative_quantity`,
    `negative_amount` (no further value). `lines` is how many lines it fits, `negative` how many of
    these are below zero, `outside` how many lines below zero it does not cover.
    """

    kind: str
    marker: str
    value: str = ""
    lines: int = 0
    negative: int = 0
    outside: int = 0
    accepted: bool = True


def _first_kind(cell: pl.Expr) -> pl.Expr:
    text = cell.str.to_lowercase()
    found = [pl.when(text.str.contains(pattern)).then(pl.lit(kind)) for kind, pattern in _PATTERNS]
    return pl.coalesce(*found)


def read_order_kinds(raw: pl.Series) -> pl.DataFrame:
    """Reader: words like *Storno*, *Retoure*, `refunded`, `paid` → one of the five kinds.

    A word nobody knows is an order; a status is no reason to lose a line. `partially refunded`
    stays an order, since most of it was kept.
    """
    cells = without_absent(raw)
    partly = pl.col("raw").str.to_lowercase().str.contains(r"partial|teil|part\.")
    kind = pl.when(partly).then(pl.lit(ORDER)).otherwise(_first_kind(pl.col("raw")))
    value = pl.when(pl.col("raw").is_not_null()).then(pl.coalesce(kind, pl.lit(ORDER)))
    return answer(cells, value, pl.lit(None, dtype=pl.String))


_ANY_KIND = re.compile("|".join(pattern for _, pattern in _PATTERNS))


def names_a_kind(word: str) -> bool:
    """Whether a word (in lower case) names a kind of order, or a state of one."""
    return word in WORDS_OF_ORDERS or (len(word) < 60 and _ANY_KIND.search(word) is not None)


def rule_for_prefix(prefix: str, *, negative: int, other: int, outside: int) -> KindRule | None:
    """The rule a letter in front of order numbers suggests, or None.

    A prefix whose lines are nearly all below zero marks cancellations, or what its letters say.
    """
    lines = negative + other
    if lines == 0 or negative < 0.9 * lines:
        return None
    letters = prefix.lower().strip("-_ ")
    is_return = letters.startswith(("r", "g", "cn", "ret"))
    kind = RETURN if is_return else CANCELLATION
    return KindRule(kind, "prefix", prefix, lines, negative, outside)


def kind_of_lines(
    rules: tuple[KindRule, ...],
    *,
    order_number: pl.Expr | None,
    quantity: pl.Expr | None,
    amount: pl.Expr | None,
) -> pl.Expr:
    """The kind each line has by the accepted rules, in their order; `order` where none fits."""
    marks = {"negative_quantity": quantity, "negative_amount": amount}
    chosen: list[pl.Expr] = []
    for rule in rules:
        subject = order_number if rule.marker == "prefix" else marks[rule.marker]
        if not rule.accepted or subject is None:
            continue
        fits = _has_prefix(subject, rule.value) if rule.marker == "prefix" else subject < 0
        chosen.append(pl.when(fits).then(pl.lit(rule.kind)))
    return pl.coalesce(*chosen, pl.lit(ORDER))


def _has_prefix(number: pl.Expr, prefix: str) -> pl.Expr:
    following = number.str.slice(len(prefix), 1)
    return number.str.starts_with(prefix) & following.str.contains(r"^[0-9 _-]$")
