"""When the house and its branches are open: the hours of a week, and the days that are otherwise."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.core.ids import new_public_id
from nahbar.team.models.firm import Branch
from nahbar.team.models.hours import Weekday


class OpeningHours(models.Model):
    """A stretch of every such weekday on which a branch is open, by the clock of the house.

    Without a branch it holds for the whole house: for each branch that has no hours of its own.
    """

    branch = models.ForeignKey(
        Branch, on_delete=models.CASCADE, related_name="opening_hours", null=True
    )
    weekday = models.SmallIntegerField(_("Weekday"), choices=Weekday)
    from_time = models.TimeField(_("From"))
    until_time = models.TimeField(_("Until"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "weekday", "from_time"], name="opening_once"),
            models.UniqueConstraint(
                fields=["weekday", "from_time"],
                condition=models.Q(branch=None),
                name="opening_of_house_once",
            ),
            models.CheckConstraint(
                condition=models.Q(until_time__gt=models.F("from_time")), name="opening_forwards"
            ),
        ]

    def __str__(self) -> str:
        return f"opening hours {self.pk}"


class OpeningDay(models.Model):
    """Days, first and last included, on which a branch, or the whole house, is open otherwise.

    Without times it is closed. With times it is open then, be it a public holiday or not.
    """

    public_id = models.UUIDField(unique=True, default=new_public_id, editable=False)
    branch = models.ForeignKey(
        Branch, on_delete=models.CASCADE, related_name="opening_days", null=True, db_index=False
    )
    first_day = models.DateField(_("From"))
    last_day = models.DateField(_("Until"))
    from_time = models.TimeField(_("Open from"), null=True)
    until_time = models.TimeField(_("Open until"), null=True)
    name = models.CharField(_("Why"), max_length=100, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["last_day", "first_day"], name="opening_by_day"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="opening_day_forwards"
            ),
            models.CheckConstraint(
                condition=models.Q(from_time=None, until_time=None)
                | models.Q(until_time__gt=models.F("from_time")),
                name="opening_day_times",
            ),
        ]

    def __str__(self) -> str:
        return f"opening day {self.pk}"
