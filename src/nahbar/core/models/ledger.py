"""The ledger: what was done, by whom, when, and how it was before. Rows are only ever added."""

from django.conf import settings
from django.db import models


class LedgerEntry(models.Model):
    """One thing done to one subject, or one chunk of a bulk change.

    Values that could say something about a person stand in `LedgerText`, which can be blanked;
    here stand references, so that the ledger itself never has to be rewritten.
    """

    occurred_at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    via = models.CharField(max_length=10)
    action = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    fields = models.JSONField(default=list)
    details = models.JSONField(default=dict)
    text_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="ledger_subject"),
            models.Index(fields=["occurred_at"], name="ledger_time"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_kind} {self.subject_id}"


class LedgerText(models.Model):
    """The personal values of a ledger entry, before and after; blanked when a person is erased."""

    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="ledger_text_subject")]

    def __str__(self) -> str:
        return f"text {self.pk}"
