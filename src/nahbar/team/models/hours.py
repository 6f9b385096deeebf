"""When somebody of the house is there: the hours of their week, and the days on which they are not."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.core.ids import new_public_id
from nahbar.team.models.firm import Branch


class Weekday(models.IntegerChoices):
    """The days of the week as ISO 8601 counts them."""

    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")


class WorkingHours(models.Model):
    """A stretch of every such weekday on which somebody is there, by the clock of the house."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="working_hours"
    )
    weekday = models.SmallIntegerField(_("Weekday"), choices=Weekday)
    from_time = models.TimeField(_("From"))
    until_time = models.TimeField(_("Until"))
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, null=True, db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "weekday", "from_time"], name="hours_once"),
            models.CheckConstraint(
                condition=models.Q(until_time__gt=models.F("from_time")), name="hours_forwards"
            ),
        ]

    def __str__(self) -> str:
        return f"hours {self.pk}"


class Absence(models.Model):
    """Whole days, first and last included, on which somebody is away; `stand_in` acts for them."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("Holiday")
        SICK = "sick", _("Sick")
        COURSE = "course", _("Course")
        OTHER = "other", _("Away")

    public_id = models.UUIDField(unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="absences", db_index=False
    )
    first_day = models.DateField(_("From"))
    last_day = models.DateField(_("Until"))
    kind = models.CharField(_("Why"), max_length=8, choices=Kind, default=Kind.HOLIDAY)
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="stands_in",
        db_index=False,
    )
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person", "last_day"], name="absence_of_person"),
            models.Index(fields=["last_day", "first_day"], name="absence_by_day"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="absence_forwards"
            ),
        ]

    def __str__(self) -> str:
        return f"absence {self.pk}"
