"""The web process: prepares the database, says where it is, then serves in processes of its own."""

import json
import multiprocessing
import os
import sys
from collections.abc import Callable
from typing import Any

from nahbar.site import addresses
from nahbar.site.commands.answering import house_speech, start_django
from nahbar.site.process_tree import end_with_parent


def main(arguments: list[str]) -> int:
    """Serve until SIGTERM. The first start is given a pipe on which it says what it found."""
    end_with_parent()
    start_django()
    from nahbar.core.refusals import Refused  # noqa: PLC0415
    from nahbar.site.database import prepare_database  # noqa: PLC0415
    from nahbar.site.start import first_words, refuse_taken_port  # noqa: PLC0415

    first = bool(arguments) and arguments[0].isdigit()
    descriptor = int(arguments[0]) if first else os.open(os.devnull, os.O_WRONLY)
    with os.fdopen(descriptor, "w") as pipe, house_speech():
        try:
            prepare_database()
            refuse_taken_port(addresses.host(), addresses.port())
            news: dict[str, Any] = first_words() if first else {}
        except Refused as refusal:
            news = {"refused": {"code": refusal.code, "message": str(refusal)}}
        pipe.write(json.dumps(news) + "\n")
    if "refused" in news:
        return 1
    _serve()
    return 0


def make_application() -> Callable[..., Any]:
    """What each serving process calls once: the pages of the house."""
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid is not None:
        end_with_parent(parent.pid)
    from nahbar.site.wsgi import application  # noqa: PLC0415

    return application


def _serve() -> None:
    from django.db import connections  # noqa: PLC0415
    from granian import Granian  # noqa: PLC0415
    from granian.constants import HTTPModes, Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    import nahbar.site.wsgi  # noqa: F401, PLC0415  # loaded once, before the processes part

    connections.close_all()
    host = addresses.host()
    Granian(
        "nahbar.site.web:make_application",
        factory=True,
        address="127.0.0.1" if host == "localhost" else host,
        port=addresses.port(),
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        workers=int(os.environ.get("NAHBAR_WEB_WORKERS", "2")),
        # Threads of one process share one interpreter, and SQLite has one writer: few are quickest.
        blocking_threads=int(os.environ.get("NAHBAR_WEB_THREADS", "4")),
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=4,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
