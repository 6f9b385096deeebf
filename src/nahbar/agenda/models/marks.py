"""What became of items of Today that are no tasks: a birthday, somebody who went quiet."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.agenda.models.tasks import Task
from nahbar.core.ids import new_public_id
from nahbar.customers.models import Customer


class TodayMark(models.Model):
    """One person's outcome for one item.

    "Later" hides it from this person before `until`; the others hide it from everybody. `task` is
    what was made of it for somebody else.
    """

    class Outcome(models.TextChoices):
        DONE = "done", _("done")
        LATER = "later", _("tomorrow")
        HANDED = "handed", _("handed over")
        NOT_NEEDED = "not_needed", _("not needed")

    public_id = models.UUIDField(unique=True, default=new_public_id, editable=False)
    item = models.CharField(max_length=120)
    kind = models.CharField(max_length=12)
    customer = models.ForeignKey(
        Customer, on_delete=models.CASCADE, related_name="+", null=True, db_index=False
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.CharField(max_length=500, blank=True)
    until = models.DateField(null=True)
    task = models.ForeignKey(Task, on_delete=models.SET_NULL, related_name="+", null=True)
    marked_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "customer"], name="mark_of_customer")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "person"], name="mark_once_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.outcome}"
