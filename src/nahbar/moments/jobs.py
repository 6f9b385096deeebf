"""What the room does every night."""

from nahbar.core import clock
from nahbar.moments.attaching import let_go


def let_removed_go() -> None:
    """Release the files of what was taken away a month ago; `core.files.sweep` removes them."""
    let_go(at=clock.now())
