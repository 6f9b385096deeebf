"""A line between browser and house that can be cut: to the browser it is the house itself."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit


class Line:
    """`address` is where the browser goes; cut, nobody answers there."""

    def __init__(self, house: str) -> None:
        self._house = (urlsplit(house).hostname or "", urlsplit(house).port or 80)
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._port = self._listener.getsockname()[1]
        self.address = f"http://127.0.0.1:{self._port}"
        self._serve()

    def cut(self) -> None:
        """From now on nobody answers, and what was open is closed."""
        for one in (self._listener, *self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._open.clear()

    def mend(self) -> None:
        """The house answers again, at the same address."""
        self._listener = socket.create_server(("127.0.0.1", self._port))
        self._serve()

    def _serve(self) -> None:
        threading.Thread(target=self._accept, args=[self._listener], daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                browser, _address = listener.accept()
                house = socket.create_connection(self._house)
                self._open += [browser, house]
                for ends in ((browser, house), (house, browser)):
                    threading.Thread(target=_carry, args=ends, daemon=True).start()


def _carry(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while part := source.recv(1 << 16):
            target.sendall(part)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
