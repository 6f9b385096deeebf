"""Between web server and pages: who waits for a sender holds none of the few threads that answer.

One loop waits for what people send. When a form is here whole, one of a few threads answers it;
files, which are not read ahead, and answers that are made while they are sent have a few threads
of their own, so that pages come while colleagues send over slow lines. Speaks RSGI to the server
and WSGI (PEP 3333) to the pages.
"""

import asyncio
import io
import logging
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Protocol

from nahbar.site.bodies import LARGEST_FORM, Arriving, ReadByThread, TooSlow, declared_length

log = logging.getLogger("nahbar.web")
PART = 1 << 16  # bytes read at once
CLOSE = [("connection", "close")]

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Line(Protocol):
    """The server's side of one request, as RSGI has it."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """What the sender sends."""

    def response_empty(self, status: int, headers: Headers) -> None:
        """Answer without a body."""

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        """Answer at once."""

    def response_stream(self, status: int, headers: Headers) -> Any:
        """Begin an answer; what is given back has `send_bytes`."""


@dataclass(frozen=True)
class Reply:
    """What the application says; `body` is whole, or made while it is sent."""

    status: int
    headers: Headers
    body: bytes | Iterable[bytes] = b""


class Front:
    """Calls the application in threads of its own: `threads` for pages, as many for files."""

    def __init__(self, application: Application, *, threads: int) -> None:
        self._application = application
        self._pages = ThreadPoolExecutor(threads, "pages")
        self._files = ThreadPoolExecutor(threads, "files")

    async def __rsgi__(self, scope: Any, line: Line) -> None:
        """408 where a form comes too slowly, 400 where it is cut; else what the application says."""
        loop, environ = asyncio.get_running_loop(), environ_of(scope)
        length = declared_length(environ)
        arriving = Arriving(aiter(line), length)
        try:
            if length > LARGEST_FORM:
                threads, body = self._files, ReadByThread(arriving, loop)
                environ["wsgi.input"] = io.BufferedReader(body, PART)
            else:
                threads, environ["wsgi.input"] = self._pages, io.BytesIO(await arriving.whole())
        except TooSlow:
            line.response_empty(408, CLOSE)
            return
        except Exception:  # noqa: BLE001  # however a server tells that the sender is gone
            line.response_empty(400, CLOSE)
            return
        reply = await loop.run_in_executor(threads, self._reply, environ)
        if arriving.was_too_slow:
            line.response_empty(408, CLOSE)
        elif isinstance(reply.body, bytes):
            line.response_bytes(reply.status, reply.headers, reply.body)
        else:
            stream = line.response_stream(reply.status, reply.headers)
            await loop.run_in_executor(self._files, _send, reply.body, stream, loop)

    def _reply(self, environ: Environ) -> Reply:
        """Call the application. Like every server it answers what nobody caught with 500."""
        said: list[tuple[str, Headers]] = []
        try:
            answer = self._application(environ, lambda *told: said.append(told[:2]))
            status, headers = int(said[0][0].split(" ", 1)[0]), said[0][1]
            if _is_made_while_sent(answer):
                return Reply(status, headers, answer)
            with closing(_Closable(answer)):
                return Reply(status, headers, b"".join(answer))
        except Exception:
            log.exception("an answer failed")
            return Reply(500, [])


class _Closable:
    """An answer of which WSGI does not promise that it can be closed."""

    def __init__(self, answer: Iterable[bytes]) -> None:
        self._answer = answer

    def close(self) -> None:
        getattr(self._answer, "close", lambda: None)()


def _is_made_while_sent(answer: Iterable[bytes]) -> bool:
    """Django says so itself; files that are no larger than a form are as well sent at once."""
    length = answer.get("Content-Length", "") if hasattr(answer, "get") else ""
    is_small = length.isdecimal() and int(length) <= LARGEST_FORM
    return bool(getattr(answer, "streaming", False)) and not is_small


def _send(answer: Iterable[bytes], stream: Any, loop: asyncio.AbstractEventLoop) -> None:
    """Send part by part, each when the one before is on its way."""
    with closing(_Closable(answer)):
        for part in answer:
            asyncio.run_coroutine_threadsafe(_sent(stream, part), loop).result()


async def _sent(stream: Any, part: bytes) -> None:
    await stream.send_bytes(bytes(part))


def environ_of(scope: Any) -> Environ:
    """What WSGI wants to know of a request. Header names with an underscore could pass for others: dropped."""
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": scope.server.rpartition(":")[0],
        "SERVER_PORT": scope.server.rpartition(":")[2],
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name in scope.headers.keys():  # noqa: SIM118  # not a mapping
        if "_" not in name:
            joint = "; " if name == "cookie" else ","
            key = name.upper().replace("-", "_")
            plain = key in {"CONTENT_TYPE", "CONTENT_LENGTH"}
            environ[key if plain else f"HTTP_{key}"] = joint.join(scope.headers.get_all(name))
    return environ
