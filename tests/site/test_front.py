"""Between server and pages: who sends slowly is no burden to the others. With real sockets."""

import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.site.test_serve import Server, status_of

from nahbar.site.front import Front, environ_of

Environment = dict[str, str]


@pytest.fixture
def server(own_house: Environment) -> Iterator[Server]:
    running = Server(own_house)
    yield running
    running.end()


def post(port: int, length: int, beginning: bytes, *, cookie: str = "") -> socket.socket:
    line = socket.create_connection(("127.0.0.1", port))
    head = f"POST /account/login/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{cookie}"
    line.sendall(f"{head}Content-Length: {length}\r\n\r\n".encode() + beginning)
    return line


@pytest.mark.slow
def test_idle_lines_keep_nobody_from_a_page_and_are_closed(server: Server) -> None:
    idle = [post(server.port, 1000, b"a=") for _ in range(16)]
    for _ in range(4):
        began = time.monotonic()
        assert status_of(f"{server.news['address']}/alive/") == 204
        assert time.monotonic() - began < 5
    for line in idle:
        line.settimeout(40)
        with line:
            assert b" 408 " in line.recv(200).split(b"\r\n")[0]
            assert line.recv(10) == b""  # closed


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks where files lie")
def test_a_stranger_leaves_nothing_on_the_disk(server: Server, own_house: Environment) -> None:
    head = b'--B\r\nContent-Disposition: form-data; name="files"; filename="x"\r\n\r\n'
    cookie = f"Cookie: csrftoken={'a' * 32}\r\nContent-Type: multipart/form-data; boundary=B\r\n"
    work = Path(own_house["NAHBAR_HOME"]) / "work"
    with post(server.port, 400 << 20, head + b"x" * 65_536, cookie=cookie) as line:
        assert b" 413 " in line.recv(200).split(b"\r\n")[0]
        assert not list(work.glob("*.upload*"))


class Scope:
    """A request as RSGI tells of it."""

    method, path, query_string, scheme, http_version = "GET", "/grüße/", "a=1", "http", "1.1"
    server, client = "127.0.0.1:8000", "[::1]:4711"

    class Headers(dict[str, list[str]]):
        def get_all(self, name: str) -> list[str]:
            return self[name]

    headers = Headers(
        {"cookie": ["a=1", "b=2"], "x_forwarded_proto": ["https"], "content-length": ["3"]}
    )


def test_pages_learn_of_a_request_what_wsgi_says() -> None:
    told = environ_of(Scope)
    assert told["PATH_INFO"].encode("latin-1").decode() == "/grüße/"
    assert (told["HTTP_COOKIE"], told["CONTENT_LENGTH"]) == ("a=1; b=2", "3")
    assert (told["REMOTE_ADDR"], told["SERVER_PORT"]) == ("::1", "8000")


def test_a_header_with_an_underscore_cannot_pass_for_one_of_a_proxy() -> None:
    assert "HTTP_X_FORWARDED_PROTO" not in environ_of(Scope)


def test_what_nobody_caught_is_answered_with_500() -> None:
    def broken(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        raise KeyError

    assert Front(broken, threads=1)._reply({}).status == 500
