"""Appointments that come again: the rule that they follow, each of them being a row of its own."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.core.ids import new_public_id


class Spread(models.TextChoices):
    """How many of a series are meant."""

    ONE = "one", _("Only this one")
    FOLLOWING = "following", _("This and the following")
    ALL = "all", _("All that are still to come")


class Series(models.Model):
    """`times` appointments by a rule of RFC 5545 (RRULE, without an end) from a day and time on.

    Day and time are those of the clock of the house: at ten it stays ten, whatever the clock is
    put to. Moved from one of them on, the rest becomes a series of its own that `follows` this.
    """

    public_id = models.UUIDField(unique=True, default=new_public_id, editable=False)
    rule = models.CharField(max_length=120)
    first_on = models.DateField()
    from_time = models.TimeField()
    times = models.PositiveSmallIntegerField()
    follows = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(times__gt=0), name="series_not_empty"),
        ]

    def __str__(self) -> str:
        return f"series {self.pk}"
