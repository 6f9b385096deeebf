"""What this room holds on people: what they are worth, now and in every run whose figures are kept."""

import io
from datetime import datetime

import polars as pl
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.files import read_stored, release, store_bytes
from nahbar.core.holdings import Holding, Shown, Subject
from nahbar.core.money import from_micros
from nahbar.core.showing import laid_out, rows_of
from nahbar.customers.subjects import INTEREST
from nahbar.value.frames import read_kept
from nahbar.value.models import CustomerValue, RunPart, ValueOverride, ValueRun

NOW = (
    ("as_of", _("As of")), ("value", _("Value")), ("low", _("At least")), ("high", _("At most")),
    ("margin_so_far", _("Margin so far")), ("expected", _("Margin to be expected")),
    ("turnover", _("Turnover")), ("currency", _("Currency")), ("value_class", _("Class")),
    ("factor", _("Place among the others, of 100")), ("purchases", _("Days with a purchase")),
    ("first_on", _("First")), ("last_on", _("Last")),
    ("probability_alive", _("Chance that they still buy")),
    ("expected_purchases", _("Purchases to be expected")), ("silent_days", _("Days of silence")),
    ("is_drifting", _("Drifting away")),
)  # fmt: skip
PAST = (("as_of", _("As of")), ("value", _("Value")), ("low", _("At least")),
        ("high", _("At most")), ("currency", _("Currency")))  # fmt: skip
SAID = (("set_at", _("When")), ("by", _("Who")), ("value", _("Value")),
        ("currency", _("Currency")), ("reason", _("Reason")), ("withdrawn_at", _("Withdrawn")))  # fmt: skip
TO_PLAN = _("To plan how much care there is for whom; it never decides on courtesy or answers.")


def _figures(subject: Subject) -> Shown:
    found = CustomerValue.objects.filter(customer__in=subject.customers).select_related("run")
    rows = rows_of(
        found, [name for name, _head in NOW], as_of="run__as_of", currency="run__currency"
    )
    return laid_out(NOW, rows)


def _kept(subject: Subject) -> Shown:
    """The figures of earlier runs, for as long as the runs are kept."""
    rows = []
    for run in ValueRun.objects.exclude(as_of=None).order_by("-pk"):
        frame = read_kept(run, customers=list(subject.customers))
        for row in frame.iter_rows(named=True):
            money = {name: from_micros(row[name]) for name in ("value", "low", "high")}
            rows.append({"as_of": run.as_of, "currency": run.currency, **money})
    return laid_out(PAST, rows)


def _overrides(subject: Subject) -> Shown:
    found = ValueOverride.objects.filter(customer__in=subject.customers).select_related("by")
    return laid_out(SAID, rows_of(found.order_by("pk"), [name for name, _head in SAID]))


def forget_kept(subject: Subject, at: datetime) -> int:
    """Take the customers out of the kept figures of every run, a part at a time; how many rows."""
    gone = 0
    for run in ValueRun.objects.order_by("pk"):
        parts = list(run.parts.select_related("file"))
        for part, following in zip(parts, [*parts[1:], None], strict=False):
            end = following.first_customer if following else None
            theirs = [
                pk
                for pk in subject.customers
                if pk >= part.first_customer and (end is None or pk < end)
            ]
            if theirs:
                gone += _without(part, theirs, at)
    return gone


def _without(part: RunPart, customers: list[int], at: datetime) -> int:
    rows = pl.read_parquet(io.BytesIO(read_stored(part.file)))
    left = rows.filter(~pl.col("customer").is_in(customers))
    if left.height == rows.height:
        return 0
    content = io.BytesIO()
    left.write_parquet(content, compression="zstd")
    with transaction.atomic():
        held = (
            RunPart.objects.select_for_update(of=("self",)).select_related("file").get(pk=part.pk)
        )
        before, held.file = held.file, store_bytes(content.getvalue(), at=at)
        held.save(update_fields=["file"])
        release(before)
    return rows.height - left.height


def _erase_figures(subject: Subject, at: datetime) -> int:
    return CustomerValue.objects.filter(customer__in=subject.customers).delete()[0]


def _erase_overrides(subject: Subject, at: datetime) -> int:
    return ValueOverride.objects.filter(customer__in=subject.customers).delete()[0]


def _nothing_left(subject: Subject, at: datetime) -> int:
    return 0  # gone before, in steps: see `forget_kept`


HOLDINGS = (
    Holding(
        "value.kept", _("What they were worth in earlier reckonings"), TO_PLAN, INTEREST,
        ("value.RunPart",), _kept, _nothing_left, folders=("files",), prepare=forget_kept,
    ),
    Holding(
        "value.overrides", _("What people of the house say they are worth"), TO_PLAN, INTEREST,
        ("value.ValueOverride",), _overrides, _erase_overrides,
    ),
    Holding(
        "value.figures", _("What they are worth"), TO_PLAN, INTEREST,
        ("value.CustomerValue",), _figures, _erase_figures, is_profile=True,
    ),
)  # fmt: skip
