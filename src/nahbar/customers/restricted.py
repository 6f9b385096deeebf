"""Customers whose data are restricted: who must not see them is known by a room above."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from nahbar.core.actors import By

Restricted = Callable[[By], "QuerySet[Any, int] | None"]

_restricted: list[Restricted] = []


def ask(restricted: Restricted) -> None:
    """From now on this says whom (primary keys) somebody must not see. For the wiring alone."""
    if restricted not in _restricted:
        _restricted.append(restricted)


def not_restricted(by: By, path: str = "") -> Q:
    """The condition that a customer, to whom `path` leads, is not kept from `by`."""
    told = Q()
    for restricted in _restricted:
        hidden = restricted(by)
        if hidden is not None:
            told &= ~Q(**{f"{path}pk__in": hidden})
    return told


def hidden_from(by: By) -> list[int]:
    """The customers (primary keys) who are kept from `by`."""
    told = [restricted(by) for restricted in _restricted]
    return sorted({pk for hidden in told if hidden is not None for pk in hidden})
