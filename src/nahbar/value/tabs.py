"""The ways between the room's pages."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

PAGES: dict[str, Promise] = {
    "value": lazy("Who brings how much"),
    "value_rhythm": lazy("Value and rhythm"),
    "value_moved": lazy("What moved"),
    "value_reality": lazy("Model and reality"),
}


def tabs_at(current: str) -> list[dict[str, object]]:
    """For the `tabs` macro; `current` is the name of the page that is shown."""
    return [
        {"label": label, "url": reverse(name), "is_current": name == current}
        for name, label in PAGES.items()
    ]
