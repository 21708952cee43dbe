"""A line between the browser and the site that can be cut: before, in the middle of, and after what is sent.

Only the network's edge is replaced: the browser, the worker, the server and the database are the real ones.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit

Cut = Callable[[], "tuple[int | None, int | None]"]
"""Asked for each envelope that is sent: after how many bytes of the request to cut, or of the answer (None: never)."""

_SENDING = b"POST /outbox/send/"


class Line:
    """Listens on a port of its own and passes on to the site, one thread for each direction of each connection.

    `is_down` lets nobody through. `cut` is asked when a request to take an envelope begins. What was cut is counted.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._site = (parts.hostname or "localhost", parts.port or 80)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://localhost:{self._listener.getsockname()[1]}"
        self.is_down = False
        self.cut: Cut | None = None
        self.cuts = 0
        self.sent = 0
        self._open: set[socket.socket] = set()
        threading.Thread(target=self._listen, daemon=True).start()

    def down(self) -> None:
        self.is_down = True
        for one in list(self._open):
            _end(one)

    def up(self) -> None:
        self.is_down = False

    def close(self) -> None:
        self.down()
        self._listener.close()

    def _listen(self) -> None:
        while True:
            try:
                browser, _address = self._listener.accept()
            except OSError:
                return
            if self.is_down:
                _end(browser)
                continue
            threading.Thread(target=self._serve, args=[browser], daemon=True).start()

    def _serve(self, browser: socket.socket) -> None:
        try:
            site = socket.create_connection(self._site)
        except OSError:
            return _end(browser)
        self._open |= {browser, site}
        allowed: list[int | None] = [None]
        back = threading.Thread(target=self._answers, args=[site, browser, allowed], daemon=True)
        back.start()
        self._requests(browser, site, allowed)
        back.join()
        self._open -= {browser, site}
        return None

    def _requests(self, browser: socket.socket, site: socket.socket, allowed: list[int | None]) -> None:
        left: int | None = None
        with suppress(OSError):
            while data := browser.recv(65536):
                if data.startswith(_SENDING):
                    self.sent += 1
                    left, allowed[0] = self.cut() if self.cut else (None, None)
                if left is not None:
                    data, left = data[:left], left - len(data)
                site.sendall(data)
                if left is not None and left <= 0:
                    self.cuts += 1
                    break
            else:
                with suppress(OSError):
                    site.shutdown(socket.SHUT_WR)
                return
        _end(browser)
        _end(site)

    def _answers(self, site: socket.socket, browser: socket.socket, allowed: list[int | None]) -> None:
        with suppress(OSError):
            while data := site.recv(65536):
                left = allowed[0]
                if left is not None:
                    # The site has answered, so it has committed: this is the twin of an answer that was lost.
                    browser.sendall(data[:left])
                    allowed[0] = left - len(data)
                    if left <= len(data):
                        self.cuts += 1
                        break
                    continue
                browser.sendall(data)
        _end(browser)
        _end(site)


def _end(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    with suppress(OSError):
        one.close()
