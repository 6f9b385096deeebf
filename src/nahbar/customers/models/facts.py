"""The facts of customers in columns, by which lists are cut; they can always be made again."""

from typing import ClassVar

from django.db import models


class FactPart(models.Model):
    """What is known of one fact among 65,536 customers in a row; `customers.lists.parts` reads it.

    `version` is another number each time the part is written.
    """

    fact = models.CharField(max_length=48)
    part = models.IntegerField()
    version = models.BigIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["fact", "part"], name="fact_part_once")
        ]

    def __str__(self) -> str:
        return f"{self.fact} {self.part}"


class FactDue(models.Model):
    """Customers whose facts have changed since they were kept; a `count` of 0 means everyone."""

    customers = models.BinaryField()
    count = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.count} due"
