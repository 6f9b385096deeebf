"""Bulk changes: where they came from, and the columns needed to take them back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.Model):
    """Where data come from: a shop, a dealer system, a list; numbers are unique within one."""

    HAND = "hand"
    MAIN = "main"

    name = models.CharField(_("Source"), max_length=100, unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """What people read: the house's own two sources have names for machines."""
        own = {self.HAND: _("by hand"), self.MAIN: _("the main system")}
        return str(own.get(self.name, self.name))


class Batch(models.Model):
    """One bulk change that can be taken back as a whole."""

    kind = models.CharField(max_length=30)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    started_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class UndoChunk(models.Model):
    """Which rows of one table a chunk of a batch created, confirmed, mentioned or replaced.

    `ids` are the primary keys, as sorted 64-bit integers, delta-coded and compressed. *Confirmed*
    rows were there already, and the batch says the same: when the batch that made them is undone,
    they pass to the one that confirmed them instead of vanishing. *Mentioned* rows pass on as well,
    but the batch says only a part of what they hold: which part, the row's own room keeps.
    """

    class Effect(models.TextChoices):
        CREATED = "created"
        CONFIRMED = "confirmed"
        MENTIONED = "mentioned"
        REPLACED = "replaced"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="undo_chunks")
    model = models.CharField(max_length=60)
    effect = models.CharField(max_length=10, choices=Effect)
    ids = models.BinaryField()
    count = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["batch", "model", "effect"], name="undo_by_batch")]

    def __str__(self) -> str:
        return f"{self.effect} {self.count} {self.model}"
