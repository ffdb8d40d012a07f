"""Clients of the benchmark of answers: they cost next to nothing, so that the portal is what is measured."""

import json
import socket
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from uuid import uuid4

QUESTIONS = 25
LEVELS = {f"c{number}": number % 5 + 1 for number in range(QUESTIONS)}
PATIENCE_SECONDS = 30
RETRY_SECONDS = 0.2
_HEAD = (
    "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
    "Origin: http://127.0.0.1:{port}\r\nSec-Fetch-Site: same-origin\r\nAccept: */*\r\nAccept-Language: vi\r\n"
    "User-Agent: Mozilla/5.0 (Linux; Android 8.1.0) AppleWebKit/537.36\r\nContent-Length: {length}\r\n\r\n"
)


class Client:
    """One connection that stays open; it sends what a browser sends and reads no more of an answer than it must."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.connection: socket.socket | None = None
        self.confirmed = self.failed = 0

    def send_answer(self, path: str, key: str) -> bool:
        """Whether the answer of this key was confirmed; the bare view is sent the same."""
        is_confirmed = self._is_confirmed(path, key)
        self.confirmed += is_confirmed
        self.failed += not is_confirmed
        return is_confirmed

    def close(self) -> None:
        """Give the connection up; the next answer opens another one."""
        if self.connection is not None:
            with suppress(OSError):
                self.connection.close()
        self.connection = None

    def _is_confirmed(self, path: str, key: str) -> bool:
        body = json.dumps({"key": key, "answers": LEVELS, "age": 1, "took": 90, "channel": "link", "code": ""})
        head = _HEAD.format(path=path, port=self.port, length=len(body))
        try:
            told = self._exchange((head + body).encode())
        except (OSError, ValueError):
            self.close()
            return False
        return told.startswith(b"HTTP/1.1 200 ") and b"stored" in told

    def _exchange(self, request: bytes) -> bytes:
        if self.connection is None:
            self.connection = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_SECONDS)
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.connection.sendall(request)
        told = b""
        while (missing := _missing(told)) != 0:
            part = self.connection.recv(max(missing, 65536))
            if not part:
                raise ConnectionError("the portal hung up")
            told += part
        if b"\nconnection: close" in told.lower():
            self.close()
        return told


def _missing(told: bytes) -> int:
    """How many bytes of a response are not there yet; -1 while its head is not whole."""
    head, found, body = told.partition(b"\r\n\r\n")
    if not found:
        return -1
    length = head.lower().partition(b"\ncontent-length:")[2].partition(b"\r")[0]
    return int(length) - len(body)


def send_all(clients: Sequence[Client], path: str, number: int) -> set[str]:
    """Send so many answers by all clients at once; each is sent again under its key until it is confirmed.

    Gives the keys that were confirmed.
    """

    def share_of(place: int) -> set[str]:
        confirmed = set()
        for _ in range(number // len(clients) + (place < number % len(clients))):
            key = str(uuid4())
            while not clients[place].send_answer(path, key):
                time.sleep(RETRY_SECONDS)
            confirmed.add(key)
        return confirmed

    with ThreadPoolExecutor(len(clients)) as pool:
        return set().union(*pool.map(share_of, range(len(clients))))
