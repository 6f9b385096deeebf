"""The tables in an import's files, their raw rows in chunks, and the rows that were refused."""

from typing import ClassVar

from django.db import models

from nahbar.core.ids import new_public_id
from nahbar.core.models import Source, StoredFile
from nahbar.intake.models.imports import Import, ImportFile


class ImportTable(models.Model):
    """One header and its rows: a text file, or a sheet of a workbook.

    `layout` is how the reader cut it (a `reading.Table` as JSON), `proposal` what its columns will
    become (a `mapping.Proposal` as JSON); tables with equal headers share one proposal.
    """

    import_run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="tables")
    file = models.ForeignKey(ImportFile, on_delete=models.CASCADE)
    position = models.PositiveSmallIntegerField()
    sheet = models.CharField(max_length=120, blank=True)
    header_digest = models.CharField(max_length=64)
    layout = models.JSONField(default=dict)
    proposal = models.TextField(blank=True)
    profile = models.JSONField(default=dict)
    kind = models.CharField(max_length=12, blank=True)
    skipped = models.BooleanField(default=False)
    row_count = models.BigIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return f"table {self.pk}"


class ImportChunk(models.Model):
    """A run of raw rows as read, before anything was made of them."""

    table = models.ForeignKey(ImportTable, on_delete=models.CASCADE, related_name="chunks")
    position = models.IntegerField()
    first_row = models.BigIntegerField()
    row_count = models.IntegerField()
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT)
    taken_over_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["table__position", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["table", "position"], name="chunk_once")
        ]

    def __str__(self) -> str:
        return f"chunk {self.pk}"


class RejectedRow(models.Model):
    """A row that was not taken over, or a value of it that was left out, and why."""

    class State(models.TextChoices):
        OPEN = "open"
        CORRECTED = "corrected"
        LEFT_OUT = "left_out"

    public_id = models.UUIDField(unique=True, default=new_public_id, editable=False)
    table = models.ForeignKey(ImportTable, on_delete=models.CASCADE, related_name="rejected")
    row = models.BigIntegerField()
    line = models.BigIntegerField(null=True)
    column = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=60)
    details = models.JSONField(default=dict)
    cells = models.JSONField(default=dict)
    is_note = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)

    class Meta:
        ordering: ClassVar = ["table", "row", "id"]

    def __str__(self) -> str:
        return f"rejected row {self.pk}"


class SavedMapping(models.Model):
    """What the columns of a source's tables become, kept for the next file with the same header."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE)
    header_digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=12)
    proposal = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "header_digest", "kind"], name="mapping_once")
        ]

    def __str__(self) -> str:
        return f"mapping {self.pk}"
