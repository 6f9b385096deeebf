"""That the house shows the demo firm, and how far the making of it is."""

from typing import ClassVar

from django.db import models


class Demo(models.Model):
    """One row as long as the house shows the demo firm; none in a house of one's own.

    `people` are the primary keys of the invented colleagues. `is_lent`: nobody had set the house
    up, so its firm and its owner are invented as well.
    """

    class Step(models.TextChoices):
        WAITING = "waiting"
        PEOPLE = "people"
        READING = "reading"
        STORING = "storing"
        RELATIONS = "relations"
        VALUE = "value"
        READY = "ready"

    step = models.CharField(max_length=9, choices=Step, default=Step.WAITING)
    is_lent = models.BooleanField(default=False)
    people = models.JSONField(default=list)
    opened_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_demo_at_most")
        ]

    def __str__(self) -> str:
        return f"demo, {self.step}"
