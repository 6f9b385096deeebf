"""What the house did to keep itself whole: backups, drills of restoring them, restorings, moves."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Upkeep(models.Model):
    """One of them, from its beginning; `code` says why it failed, `problems` what was found.

    `name` is the file it made or read, without its folder. `counts` has the rows of each table.
    One whose process died stays as begun; the next one of its kind closes it.
    """

    class Kind(models.TextChoices):
        BACKUP = "backup", _("Backup")
        DRILL = "drill", _("Restored on trial")
        RESTORE = "restore", _("Restored")
        MOVE = "move", _("Moved")

    class State(models.TextChoices):
        BEGUN = "begun", _("under way")
        DONE = "done", _("went well")
        FAILED = "failed", _("failed")

    kind = models.CharField(max_length=7, choices=Kind)
    state = models.CharField(max_length=6, choices=State, default=State.BEGUN)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    name = models.CharField(max_length=200, blank=True)
    size = models.BigIntegerField(null=True)
    seconds = models.FloatField(null=True)
    is_locked = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    code = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "-begun_at"], name="upkeep_latest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
