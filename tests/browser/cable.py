"""The cable between a browser and the portal: it can be cut, or lose what the portal answers."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

CHUNK = 65536


class Cable:
    """Passes on what comes to a port of its own. ``is_cut``: nobody gets through. ``loses_answers``: all requests
    arrive, and no answer comes back. ``breaks_heads``: of every answer only the first line comes back. ``hangs``:
    connections stay open, and nothing comes through them.

    ``received``: bytes that have come to the browser."""

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.is_cut = False
        self.loses_answers = False
        self.breaks_heads = False
        self.hangs = False
        self.lost = 0
        self.received = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """Nothing gets through from now on, not even on open connections."""
        self.is_cut = True
        for each in list(self._open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Everything gets through again."""
        self.is_cut = self.loses_answers = self.breaks_heads = self.hangs = False

    def lose_answers(self) -> None:
        """Requests arrive; what is answered to them is lost."""
        self.loses_answers = True

    def break_heads(self) -> None:
        """Answers break off after their first line."""
        self.breaks_heads = True

    def hang(self) -> None:
        """Whatever is asked from now on is neither answered nor refused."""
        self.hangs = True

    def close(self) -> None:
        self.cut()
        self._listener.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                if self.is_cut:
                    client.close()
                    continue
                server = socket.create_connection(self._server)
                self._open |= {client, server}
                for start, end, is_answer in ((client, server, False), (server, client, True)):
                    threading.Thread(target=self._pass_on, args=(start, end, is_answer), daemon=True).start()

    def _pass_on(self, start: socket.socket, end: socket.socket, is_answer: bool) -> None:
        with suppress(OSError):
            while data := start.recv(CHUNK):
                if is_answer and self.loses_answers:
                    self.lost += 1
                    break
                if is_answer and self.breaks_heads:
                    end.sendall(data[: data.index(b"\n") + 1])
                    self.lost += 1
                    break
                if self.hangs:
                    continue
                self.received += len(data) if is_answer else 0
                end.sendall(data)
        for each in (start, end):
            self._open.discard(each)
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()


@contextmanager
def cable_to(host: str, port: int) -> Iterator[Cable]:
    """A whole cable to a server, until the block ends."""
    cable = Cable(host, port)
    try:
        yield cable
    finally:
        cable.close()
