"""In which order things stand before somebody: what was promised, then by time, then by weight."""

from datetime import date, datetime, time, timedelta

from nahbar.core.clock import house_zone
from nahbar.core.today import Item, ItemKind


def ranked(items: list[Item], at: datetime) -> list[Item]:
    """Due and overdue promises first; then whatever is due sooner; then the greater weight."""
    return sorted(items, key=lambda item: _rank(item, at))


def due_day(item: Item) -> date | None:
    """The day of the house on which it is due."""
    return item.due_at.astimezone(house_zone()).date() if item.due_at else None


def is_all_day(item: Item) -> bool:
    """Whether only a day is known."""
    return item.due_at is not None and item.due_at.astimezone(house_zone()).time() == time()


def is_overdue(item: Item, at: datetime) -> bool:
    """Whether its day, or its minute where there is one, is over."""
    return item.due_at is not None and needed_by(item, at) < at


def needed_by(item: Item, at: datetime) -> datetime:
    """The last moment for it: a day lasts until its end; what has no day, until that of today."""
    zone = house_zone()
    day = due_day(item) or at.astimezone(zone).date()
    if item.due_at is not None and not is_all_day(item):
        return item.due_at
    return datetime.combine(day + timedelta(days=1), time(), zone)


def _rank(item: Item, at: datetime) -> tuple[bool, datetime, float, str]:
    today = at.astimezone(house_zone()).date()
    day = due_day(item)
    is_due_promise = item.kind == ItemKind.PROMISE and day is not None and day <= today
    return not is_due_promise, needed_by(item, at), -item.weight, item.key
