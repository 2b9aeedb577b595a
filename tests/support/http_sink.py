"""A web server for tests: it takes requests over a real connection, or misbehaves as it is told."""

import socket
import ssl
import struct
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import parse_headers
from typing import BinaryIO, TypeVar


@dataclass(frozen=True)
class Got:
    """One request as it arrived; names of headers are in small letters."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


class HttpSink:
    """Answers every request alike.

    `answer` is the answer in full, or `hang` to fall silent, `close` to hang up without one, `reset` to break the
    connection off, `trickle` to send a byte now and then for ever.
    """

    def __init__(self, answer: str = "HTTP/1.1 204 No Content\r\n\r\n", tls: ssl.SSLContext | None = None) -> None:
        self.answer = answer
        self.tls = tls
        self.drips = False
        """Whether the body goes on for ever, a byte now and then."""
        self.resets = False
        """Whether the connection is broken off after the answer."""
        self.received: list[Got] = []
        self.names: list[str | None] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.released = threading.Event()
        if tls is not None:
            tls.sni_callback = lambda _socket, name, _context: self.names.append(name)

    @property
    def url(self) -> str:
        """Its address on this machine."""
        return f"http://127.0.0.1:{self.port}/hook"

    def serve(self) -> None:
        """Take one request a connection until the listener is closed."""
        with suppress(OSError):
            while True:
                connection, _address = self.listener.accept()
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            speaking = self.tls.wrap_socket(connection, server_side=True) if self.tls else connection
            with speaking, speaking.makefile("rb") as lines:
                self._take(lines)
                self._say(speaking)

    def _take(self, lines: BinaryIO) -> None:
        method, target, _version = lines.readline().decode().split()
        headers = {name.lower(): text for name, text in parse_headers(lines).items()}
        body = lines.read(int(headers.get("content-length", "0")))
        self.received.append(Got(method, target, headers, body))

    def _say(self, connection: socket.socket) -> None:
        match self.answer:
            case "hang":
                self.released.wait(30)
            case "close":
                pass
            case "reset":
                self._break_off(connection)
            case "trickle":
                connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                while not self.released.wait(0.05):
                    connection.sendall(b"z")
            case answer:
                self._answer(connection, answer)

    def _answer(self, connection: socket.socket, answer: str) -> None:
        connection.sendall(answer.encode())
        while self.drips and not self.released.wait(0.05):
            connection.sendall(b"z")
        if self.resets:
            self._break_off(connection)

    @staticmethod
    def _break_off(connection: socket.socket) -> None:
        """Let closing the connection be felt as an error by the other side."""
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


S = TypeVar("S", bound=HttpSink)


@contextmanager
def http_sink(answer: str = "HTTP/1.1 204 No Content\r\n\r\n", tls: ssl.SSLContext | None = None) -> Iterator[HttpSink]:
    """Yield a web server that listens."""
    with answering(HttpSink(answer, tls)) as sink:
        yield sink


@contextmanager
def answering(sink: S) -> Iterator[S]:
    """Let a web server answer."""
    threading.Thread(target=sink.serve, daemon=True).start()
    try:
        yield sink
    finally:
        sink.released.set()
        sink.listener.shutdown(socket.SHUT_RDWR)
        sink.listener.close()
