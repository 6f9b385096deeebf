"""What the worker does for this room."""

from nahbar.core import clock
from nahbar.core.actors import THE_HOUSE
from nahbar.core.turns import NotOurTurn
from nahbar.core.wiping import is_large
from nahbar.privacy.models.requests import Erasure
from nahbar.privacy.operations.erase import erase, overwrite, under_way
from nahbar.privacy.operations.retain import let_kept_go, let_old_go


def go_on_erasing() -> None:
    """Erasures that wait or were cut off; who is at one already does it."""
    for erasure in under_way():
        if erasure.state == Erasure.State.TRACES and is_large():
            continue  # it is written anew at night
        try:
            erase(erasure, by=THE_HOUSE, at=clock.now(), wait=False)
        except NotOurTurn:
            return


def tidy_up() -> None:
    """By night: what is older than its rule, what the law had kept, and what deleting left behind."""
    let_old_go(at=clock.now())
    let_kept_go(at=clock.now())
    left = [one for one in under_way() if one.state == Erasure.State.TRACES]
    if left:
        overwrite(erasures=left, at=clock.now())
