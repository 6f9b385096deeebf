"""Tasks and promises: what is to be done, by whom, until when, and what became of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.core.ids import new_public_id
from nahbar.customers.models import Customer


class Task(models.Model):
    """Something that somebody named does until a day; a promise is one that a customer waits for.

    `due_at` is the moment where one was named, on the house's `due_on`. `repeat` is a rule of
    RFC 5545 (RRULE) from `due_on` on; the next one, made when this is settled, `follows` it.
    `reference` names the encounter at which it was said as `encounter:id`. `outcome` is what came
    of it, or why it was not done. `postponed` counts how often it was put off since somebody last
    said that it is still needed. `once` is the key of the form that made it: sent twice, it is one.
    """

    class Kind(models.TextChoices):
        PROMISE = "promise", _("Promise")
        TASK = "task", _("Task")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        DROPPED = "dropped", _("not needed")
        RELEASED = "released", _("customer lets us off")
        BROKEN = "broken", _("not kept")

    public_id = models.UUIDField(unique=True, default=new_public_id, editable=False)
    kind = models.CharField(_("What it is"), max_length=8, choices=Kind, default=Kind.TASK)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tasks", db_index=False
    )
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="tasks", null=True, db_index=False
    )
    title = models.CharField(_("What is to be done"), max_length=300)
    due_on = models.DateField(_("Until"))
    due_at = models.DateTimeField(_("At what time"), null=True)
    remind_at = models.DateTimeField(_("Remind from"), null=True)
    repeat = models.CharField(_("Repeat"), max_length=120, blank=True)
    follows = models.OneToOneField(
        "self", on_delete=models.SET_NULL, related_name="followed_by", null=True
    )
    reference = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    outcome = models.TextField(blank=True, max_length=2_000)
    postponed = models.PositiveSmallIntegerField(default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        db_index=False,
    )
    created_at = models.DateTimeField()
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        db_index=False,
    )
    settled_at = models.DateTimeField(null=True)
    once = models.UUIDField(unique=True, null=True, editable=False)
    version = models.IntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["owner", "due_on", "id"],
                condition=models.Q(state="open"),
                name="task_open_of_owner",
            ),
            models.Index(
                fields=["due_on", "id"], condition=models.Q(state="open"), name="task_open_by_day"
            ),
            models.Index(
                fields=["owner", "-settled_at"],
                condition=models.Q(settled_at__isnull=False),
                name="task_settled_of_owner",
            ),
            models.Index(fields=["customer", "state", "due_on"], name="task_of_customer"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state="open", settled_at=None)
                | (~models.Q(state="open") & models.Q(settled_at__isnull=False)),
                name="task_settled_has_time",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state == Task.State.OPEN

    @property
    def is_promise(self) -> bool:
        """Whether a customer waits for it."""
        return self.kind == Task.Kind.PROMISE
