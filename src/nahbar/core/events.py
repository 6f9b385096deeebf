"""Events and their reactions: what one room does is heard by others without knowing them.

`announce` puts one task for each reaction into the outbox, inside the transaction of the operation:
if that is rolled back, nobody hears of it. Who hears what stands in `nahbar.site.wiring`.
"""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks import task


@dataclass(frozen=True)
class Event:
    """Something that happened; subclasses are named in the past tense and hold only ids and codes."""


_reactions: dict[type[Event], list[str]] = {}


def hear(event: type[Event], reaction: str) -> None:
    """From now on `reaction`, a dotted path, runs after every such event. For the wiring alone."""
    listeners = _reactions.setdefault(event, [])
    if reaction not in listeners:
        listeners.append(reaction)


def announce(event: Event) -> None:
    """Put the event's reactions into the outbox of the running transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{type(event).__name__} was announced outside a transaction")
    path = f"{type(event).__module__}.{type(event).__qualname__}"
    for reaction in _reactions.get(type(event), []):
        react.enqueue(reaction, path, asdict(event))


@task()
def react(reaction: str, event: str, values: dict[str, Any]) -> None:
    """Run one reaction to one event: what the worker does with a row of the outbox."""
    import_string(reaction)(import_string(event)(**values))
