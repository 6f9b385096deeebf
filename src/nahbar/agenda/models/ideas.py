"""Somebody's own idea for a customer."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.agenda.models.tasks import Task
from nahbar.core.ids import new_public_id
from nahbar.customers.models import Customer


class Idea(models.Model):
    """What one of us would like to do for a customer; `task` is what became of it."""

    public_id = models.UUIDField(unique=True, default=new_public_id, editable=False)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="agenda_ideas", db_index=False
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    text = models.TextField(_("My idea for this customer"), max_length=2_000)
    task = models.OneToOneField(Task, on_delete=models.SET_NULL, related_name="idea", null=True)
    noted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    once = models.UUIDField(unique=True, null=True, editable=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["customer", "ended_at"], name="idea_of_customer"),
            models.Index(fields=["by", "ended_at", "-id"], name="idea_of_person"),
        ]

    def __str__(self) -> str:
        return f"idea {self.pk}"
