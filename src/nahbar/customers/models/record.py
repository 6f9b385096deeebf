"""What a source says of a customer: records are never rewritten, only followed by newer ones."""

from django.db import models

from nahbar.core.models import Batch, Source
from nahbar.customers.models.customer import Customer


class SourceRecord(models.Model):
    """One source's words on one customer, valid until the same source says something newer.

    `key` is what the source calls the customer: its number there, else a mail address, else a
    digest of the name and place. `fields` holds the values by the names of the import's fields.
    """

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="records")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, db_index=False)
    key = models.CharField(max_length=120)
    fields = models.JSONField(default=dict)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "key"],
                condition=models.Q(superseded_at=None),
                name="record_current_once",
            )
        ]

    def __str__(self) -> str:
        return f"record {self.pk}"


class Statement(models.Model):
    """What one batch itself said of a customer whose record holds more than that.

    A record without a statement is in full what the batch said that made or confirmed it. With
    `fills_only` the words counted only where nothing had been said before.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE)
    record = models.ForeignKey(SourceRecord, on_delete=models.CASCADE)
    fields = models.JSONField(default=dict)
    fills_only = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"statement {self.pk}"
