"""Settling into a restored house, before anybody works in it. Runs as a process of its own.

What was true when the backup was made may not be true any more: people who signed in then are not
let in by that, a link that was used since opens nothing, a mail that waited may have gone out, and who
was erased since is erased again.
"""

import json
import os
import sys
from typing import Any

from nahbar.site.commands.answering import start_django
from nahbar.site.process_tree import end_with_parent


def settle(told: dict[str, Any]) -> dict[str, int]:
    """Bring the database up to date and settle; how many were erased again, how many mails wait.

    `told`: `erasures` (lines of the list in the backup), `backup` (what the ledger says of it).
    """
    from django.contrib.sessions.models import Session  # noqa: PLC0415
    from django.core.cache import cache  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415

    from nahbar.core import clock  # noqa: PLC0415
    from nahbar.core.actors import THE_COMMAND_LINE  # noqa: PLC0415
    from nahbar.core.models import SignInLink  # noqa: PLC0415
    from nahbar.privacy.erasure_list import add_lines  # noqa: PLC0415
    from nahbar.privacy.erasures_kept import replay_erasures  # noqa: PLC0415
    from nahbar.site.database import prepare_database  # noqa: PLC0415
    from nahbar.site.keeping.log import note_restored  # noqa: PLC0415

    prepare_database()
    add_lines(told["erasures"])
    with transaction.atomic():
        Session.objects.all().delete()
        SignInLink.objects.all().delete()
        mails = _hold_mails()
        note_restored(told["backup"], by=THE_COMMAND_LINE, at=clock.now())
    cache.clear()
    return {"erased": replay_erasures(), "mails": mails}


def _hold_mails() -> int:
    """What waited then may have gone out since: a person decides."""
    from nahbar.dispatch.models import OutgoingMail  # noqa: PLC0415

    states = OutgoingMail.State
    on_their_way = OutgoingMail.objects.filter(state__in=(states.WAITING, states.SENDING))
    return on_their_way.update(state=states.UNCERTAIN, why="restored")


def main() -> int:
    """Settle as standard input says, and answer on standard output."""
    end_with_parent()
    start_django()
    from nahbar.site.keeping.loading import telling_refusals  # noqa: PLC0415

    with telling_refusals():
        done = settle(json.load(sys.stdin))
        os.write(sys.stdout.fileno(), json.dumps(done).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
