"""Texts that are found by their beginnings, compared byte by byte on both databases."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class PlainOrderField(models.CharField):  # type: ignore[type-arg]  # as its parent without parameters
    """A CharField whose index serves ranges of prefixes.

    PostgreSQL orders by the rules of a language unless told otherwise, and a range from `ab` to `ac`
    then misses rows; SQLite compares bytes anyway.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        """The column's parameters, with the collation of plain bytes on PostgreSQL."""
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
