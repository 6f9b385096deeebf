"""Lists that people keep: views, groups, and what is done to all who stand on one."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.core.ids import new_public_id
from nahbar.core.models import Batch, StoredFile
from nahbar.customers.models.customer import Customer


class SharedWith(models.TextChoices):
    """Who finds a list among theirs."""

    MINE = "mine", _("Only me")
    TEAM = "team", _("My team")
    EVERYONE = "everyone", _("Everyone")


class SavedList(models.Model):
    """A list by its question, never by its answer: who stands on it is asked anew each time.

    `query` is what `customers.lists.query.Query` writes. A group is a list that others refer to by
    its name, and into which people may be put by hand.
    """

    public_id = models.UUIDField(unique=True, default=new_public_id, editable=False)
    name = models.CharField(_("Name"), max_length=80)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    shared_with = models.CharField(
        _("Who sees it"), max_length=8, choices=SharedWith, default=SharedWith.MINE
    )
    is_group = models.BooleanField(default=False)
    query = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["owner", "name"], name="saved_list_of_owner")]

    def __str__(self) -> str:
        return self.name


class HandPick(models.Model):
    """Somebody who was put into a group, or taken out of it, by hand, whatever its filter says."""

    group = models.ForeignKey(
        SavedList, on_delete=models.CASCADE, related_name="picks", db_index=False
    )
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    is_in = models.BooleanField()
    reason = models.CharField(_("Reason"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    picked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "customer"], name="picked_once")
        ]

    def __str__(self) -> str:
        return f"pick {self.pk}"


class GroupSize(models.Model):
    """How many a group had on a day, in the whole house."""

    group = models.ForeignKey(
        SavedList, on_delete=models.CASCADE, related_name="sizes", db_index=False
    )
    day = models.DateField()
    count = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "day"], name="group_size_once")
        ]

    def __str__(self) -> str:
        return f"{self.count} on {self.day}"


class ListRun(models.Model):
    """Work on all who stand on a list: a file that is written, or a bulk change.

    `customers` are who stood there when it was asked for, packed as `core.undo` packs; `done` of
    the `count` have been dealt with. `work` is `export`, or the key of a `core.bulk_changes.BulkChange`;
    `asked` what it was asked with. `reason` is the code of why it stopped.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        CANCELLED = "cancelled"
        STOPPED = "stopped"
        UNDOING = "undoing"
        UNDONE = "undone"

    public_id = models.UUIDField(unique=True, default=new_public_id, editable=False)
    work = models.CharField(max_length=40)
    asked = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    customers = models.BinaryField()
    count = models.IntegerField()
    done = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    kept = models.IntegerField(default=0)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    is_cancelled = models.BooleanField(default=False)
    reason = models.CharField(max_length=40, blank=True)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, db_index=False)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, db_index=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "id"], name="list_run_by_state")]

    def __str__(self) -> str:
        return f"{self.work} {self.pk}"


class RunStep(models.Model):
    """One transaction of a bulk change: whom it changed, and how it was before."""

    run = models.ForeignKey(ListRun, on_delete=models.CASCADE, related_name="steps")
    customers = models.BinaryField()
    before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"step {self.pk}"
