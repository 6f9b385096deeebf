"""What this room holds on people: findings about single customers, with what was planned for them."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from nahbar.core.holdings import Holding, Mention, Shown, Subject
from nahbar.core.ledger import blank_texts
from nahbar.core.showing import laid_out
from nahbar.customers.subjects import INTEREST
from nahbar.measures.models import Finding, Goal, Measure

COLUMNS = (
    ("created_at", _("Noted")), ("author", _("Who")), ("sentence", _("What the figure said")),
    ("said", _("Finding")), ("outcome", _("What came of it")), ("planned", _("What is planned")),
)  # fmt: skip


def _findings(subject: Subject) -> Shown:
    found = Finding.objects.filter(subject__in=subject.customers).select_related("author")
    rows = [
        {
            "created_at": one.created_at,
            "author": str(one.author),
            "sentence": one.sentence,
            "said": one.said,
            "outcome": one.outcome,
            "planned": [" · ".join(filter(None, (m.title, m.result))) for m in one.measures.all()],
        }
        for one in found.prefetch_related("measures").order_by("pk")
    ]
    return laid_out(COLUMNS, rows)


def _erase(subject: Subject, at: datetime) -> int:
    findings = list(
        Finding.objects.filter(subject__in=subject.customers).values_list("pk", flat=True)
    )
    for model in (Measure, Goal):
        mine = model.objects.filter(finding__in=findings)
        blank_texts(model, list(mine.values_list("pk", flat=True)))
        mine.delete()
    blank_texts(Finding, findings)
    return Finding.objects.filter(pk__in=findings).delete()[0]


def _mentions(subject: Subject) -> list[Mention]:
    found: list[Mention] = []
    for name in subject.names:
        said = Finding.objects.filter(said__icontains=name).exclude(subject__in=subject.customers)
        found += [
            Mention(f"measures.findings:{one.pk}", one.subject_id, one.said) for one in said[:50]
        ]
    return found


def _blank_mention(pk: int, at: datetime) -> None:
    Finding.objects.filter(pk=pk).update(said="…")
    blank_texts(Finding, [pk])


HOLDINGS = (
    Holding(
        "measures.findings", _("Findings about them"), _("To learn from figures what to do."),
        INTEREST, ("measures.Finding", "measures.Goal", "measures.Measure"), _findings, _erase,
        mentions=_mentions, blank_mention=_blank_mention,
    ),
)  # fmt: skip
