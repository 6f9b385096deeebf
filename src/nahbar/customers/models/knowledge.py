"""What the house knows of a customer beyond the address: days, likes, dislikes, good to know."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.customers.models.customer import Customer
from nahbar.customers.models.record import SourceRecord


class ImportantDay(models.Model):
    """A day that counts for the customer. Without a year when only day and month are known."""

    class Kind(models.TextChoices):
        BIRTHDAY = "birthday", _("Birthday")
        ANNIVERSARY = "anniversary", _("Anniversary")
        OTHER = "other", _("Another day")

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="days")
    record = models.ForeignKey(SourceRecord, on_delete=models.CASCADE, null=True, db_index=False)
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind)
    day = models.PositiveSmallIntegerField(_("Day"))
    month = models.PositiveSmallIntegerField(_("Month"))
    year = models.PositiveSmallIntegerField(_("Year"), null=True)
    label = models.CharField(_("Occasion"), max_length=100, blank=True)
    recorded_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["month", "day"], name="important_day_by_date")]

    def __str__(self) -> str:
        return f"day {self.pk}"


class Remark(models.Model):
    """A like, a dislike, or something good to know; written so that the customer may read it."""

    class Kind(models.TextChoices):
        LIKES = "likes", _("Likes")
        DISLIKES = "dislikes", _("Dislikes")
        GOOD_TO_KNOW = "good_to_know", _("Good to know")

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="remarks")
    record = models.ForeignKey(SourceRecord, on_delete=models.CASCADE, null=True, db_index=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind)
    text = models.TextField(_("Text"), max_length=2000)
    recorded_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"remark {self.pk}"
