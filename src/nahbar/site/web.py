"""The web process: prepares the database, says where it is, then serves in processes of its own."""

import json
import multiprocessing
import os
import sys
from typing import TYPE_CHECKING, Any

from nahbar.site import addresses
from nahbar.site.commands.answering import as_refusal, house_speech, start_django
from nahbar.site.help import speak
from nahbar.site.process_tree import end_with_parent
from nahbar.site.surroundings import BadSetting, number

if TYPE_CHECKING:
    from nahbar.site.front import Front


def main(arguments: list[str]) -> int:
    """Serve until SIGTERM. The first start is given a pipe on which it says what it found."""
    end_with_parent()
    speak()
    first = bool(arguments) and arguments[0].isdigit()
    descriptor = int(arguments[0]) if first else os.open(os.devnull, os.O_WRONLY)
    with os.fdopen(descriptor, "w") as pipe:
        news = _prepare(first=first)
        pipe.write(json.dumps(news) + "\n")
    if "refused" in news:
        return 1
    _serve()
    return 0


def _prepare(*, first: bool) -> dict[str, Any]:
    """What the first start says; `refused` with code and sentence where there is nothing to serve."""
    try:
        start_django()
        addresses.port()
    except BadSetting as error:
        return _refused(error.code, error)
    from nahbar.site.database import prepare_database  # noqa: PLC0415
    from nahbar.site.start import first_words, refuse_taken_port  # noqa: PLC0415

    with house_speech():
        try:
            prepare_database()
            refuse_taken_port(addresses.host(), addresses.port())
            return first_words() if first else {}
        except Exception as error:
            refusal = as_refusal(error)
            if refusal is None:
                raise
            return _refused(refusal.code, refusal)


def _refused(code: str, sentence: object) -> dict[str, Any]:
    return {"refused": {"code": code, "message": str(sentence)}}


def make_application() -> "Front":
    """What each serving process calls once: the pages of the house."""
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid is not None:
        end_with_parent(parent.pid)
    from nahbar.site.front import Front  # noqa: PLC0415
    from nahbar.site.wsgi import application  # noqa: PLC0415

    # Threads of one process share one interpreter, and SQLite has one writer: few are quickest.
    return Front(application, threads=number("NAHBAR_WEB_THREADS", 4, least=1))


def _serve() -> None:
    from django.db import connections  # noqa: PLC0415
    from granian import Granian  # noqa: PLC0415
    from granian.constants import HTTPModes, Interfaces, Loops  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    import nahbar.site.wsgi  # noqa: F401, PLC0415  # loaded once, before the processes part

    connections.close_all()
    host = addresses.host()
    Granian(
        "nahbar.site.web:make_application",
        factory=True,
        address="127.0.0.1" if host == "localhost" else host,
        port=addresses.port(),
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        websockets=False,
        loop=Loops.asyncio,
        workers=number("NAHBAR_WEB_WORKERS", 2, least=1),
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=4,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
