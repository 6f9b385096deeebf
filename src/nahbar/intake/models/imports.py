"""An import: what was dropped in, how far it is, and what came of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.core.ids import new_public_id
from nahbar.core.models import Batch, Source, StoredFile


class Import(models.Model):
    """Files taken over together. Its rows in other tables are found through its batch."""

    class State(models.TextChoices):
        SURVEYING = "surveying", _("being read")
        PROPOSED = "proposed", _("waiting for your yes")
        STORING = "storing", _("being taken over")
        DONE = "done", _("taken over")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("stopped")
        UNDOING = "undoing", _("being taken back")
        UNDONE = "undone", _("taken back")

    WORKING: ClassVar = (State.SURVEYING, State.STORING, State.UNDOING)
    ENDED: ClassVar = (State.DONE, State.CANCELLED, State.FAILED, State.UNDONE)

    public_id = models.UUIDField(unique=True, default=new_public_id, editable=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT)
    batch = models.OneToOneField(Batch, on_delete=models.PROTECT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    wanted_kind = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.SURVEYING)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    rows_total = models.BigIntegerField(default=0)
    rows_read = models.BigIntegerField(default=0)
    rows_stored = models.BigIntegerField(default=0)
    rows_unchanged = models.BigIntegerField(default=0)
    rows_rejected = models.BigIntegerField(default=0)
    customers_created = models.BigIntegerField(default=0)
    customers_updated = models.BigIntegerField(default=0)
    bytes_total = models.BigIntegerField(default=0)
    totals = models.JSONField(default=dict)
    undo_result = models.JSONField(default=dict)
    error_code = models.CharField(max_length=60, blank=True)
    error_details = models.JSONField(default=dict)
    cancel_asked_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state"], name="import_by_state")]

    def __str__(self) -> str:
        return f"import {self.pk}"

    @property
    def is_working(self) -> bool:
        """Whether a worker has something to do here."""
        return self.state in self.WORKING

    @property
    def is_all_rejected(self) -> bool:
        """Whether it is at its end and not one of its rows could be taken over."""
        is_done = self.state == self.State.DONE
        return is_done and self.rows_read > 0 and self.rows_rejected == self.rows_read


class ImportFile(models.Model):
    """One file as it came, kept whole."""

    import_run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=255)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT)

    class Meta:
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return f"file {self.pk}"
