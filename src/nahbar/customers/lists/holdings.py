"""What lists hold on people: who was put into groups by hand, bulk changes, files that were written."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from nahbar.core.files import release
from nahbar.core.holdings import Holding, Shown, Subject
from nahbar.core.ledger import blank_texts
from nahbar.core.models import LedgerText
from nahbar.core.showing import laid_out, rows_of
from nahbar.core.undo import unpack
from nahbar.customers.models import HandPick, SavedList
from nahbar.customers.models.lists import ListRun, RunStep
from nahbar.customers.subjects import INTEREST

PICKS = (("picked_at", _("When")), ("by", _("Who")), ("group", _("Group")),
         ("is_in", _("Is in it")), ("reason", _("Reason")))  # fmt: skip
STEPS = (("asked_at", _("When")), ("by", _("Who")), ("work", _("What")), ("before", _("Before")))
FILES = (("asked_at", _("When")), ("by", _("Who")), ("count", _("How many are in it")))
TO_SERVE = _("To reach those whom something concerns, and nobody else.")
TO_UNDO = _("To know who changed what, and to take it back.")


def _picks(subject: Subject) -> Shown:
    found = HandPick.objects.filter(customer__in=subject.customers).select_related("by", "group")
    return laid_out(PICKS, rows_of(found.order_by("pk"), [name for name, _head in PICKS]))


def _erase_picks(subject: Subject, at: datetime) -> int:
    picks = HandPick.objects.filter(customer__in=subject.customers)
    reasons = set(picks.exclude(reason="").values_list("reason", flat=True))
    told = LedgerText.objects.filter(subject_kind=SavedList._meta.label_lower)
    for text in told.iterator() if reasons else ():
        if reasons & {str(said) for said in (*text.before.values(), *text.after.values())}:
            LedgerText.objects.filter(pk=text.pk).update(before={}, after={})
    return picks.delete()[0]


def _named_in(steps: Iterator[RunStep], subject: Subject) -> Iterator[tuple[RunStep, str]]:
    keys = [str(pk) for pk in subject.customers]
    return ((step, key) for step in steps for key in keys if key in step.before)


def _steps(subject: Subject) -> Shown:
    steps = RunStep.objects.select_related("run__by").order_by("pk").iterator()
    rows = [
        {
            "asked_at": step.run.asked_at,
            "by": str(step.run.by),
            "work": step.run.work,
            "before": str(step.before[key]),
        }
        for step, key in _named_in(steps, subject)
    ]
    return laid_out(STEPS, rows)


def _erase_steps(subject: Subject, at: datetime) -> int:
    count = 0
    for step, key in _named_in(RunStep.objects.order_by("pk").iterator(), subject):
        before = {name: said for name, said in step.before.items() if name != key}
        RunStep.objects.filter(pk=step.pk).update(before=before)
        count += 1
    return count


def _written(subject: Subject) -> list[ListRun]:
    """Files that were written for somebody, and in which they stand."""
    wanted = set(subject.customers)
    runs = ListRun.objects.exclude(stored=None).select_related("stored", "by").order_by("pk")
    return [run for run in runs if wanted & set(unpack(bytes(run.customers)).tolist())]


def _files(subject: Subject) -> Shown:
    return laid_out(FILES, rows_of(_written(subject), [name for name, _head in FILES]))


def _erase_files(subject: Subject, at: datetime) -> int:
    """They are kept for days only; who needs one writes it anew."""
    runs = _written(subject)
    for run in runs:
        if run.stored:
            release(run.stored)
        ListRun.objects.filter(pk=run.pk).update(stored=None)
    blank_texts(ListRun, [run.pk for run in runs])
    return len(runs)


HOLDINGS = (
    Holding(
        "lists.files", _("Files written from lists"), TO_SERVE, INTEREST,
        ("customers.ListRun",), _files, _erase_files, folders=("files",),
    ),
    Holding(
        "lists.steps", _("Changes to many at once"), TO_UNDO, INTEREST,
        ("customers.RunStep",), _steps, _erase_steps,
    ),
    Holding(
        "lists.picks", _("Groups they were put into by hand"), TO_SERVE, INTEREST,
        ("customers.HandPick",), _picks, _erase_picks,
    ),
)  # fmt: skip
