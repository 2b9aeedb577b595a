"""A mail server for tests: it takes mails over a real connection, or misbehaves as it is told."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import BinaryIO, TypeVar


class SmtpSink:
    """Speaks enough SMTP for one sender at a time.

    `answers` replaces the answer to a command (`RCPT`, `DATA`, `.` for the end of the content):
    a line to send, or `hang` to fall silent, or `close` to hang up. Between a mail and its
    acknowledgement it takes `takes_s` seconds. With `patience` it takes so many mails in a conversation,
    then it says `421` or, if that is what `answers` has for `421`, hangs up.
    """

    patience = 1_000

    def __init__(self, answers: dict[str, str] | None = None, takes_s: float = 0.0, port: int = 0) -> None:
        self.answers = answers or {}
        self.takes_s = takes_s
        self.received: list[bytes] = []
        self.calls = 0
        self.listener = socket.create_server(("127.0.0.1", port))
        self.released = threading.Event()

    @property
    def url(self) -> str:
        """Where it listens, as MAIL_URL wants it."""
        return f"smtp://127.0.0.1:{self.listener.getsockname()[1]}"

    @property
    def messages(self) -> list[EmailMessage]:
        """Every mail that was taken, parsed the way a mail program does."""
        return [message_from_bytes(content, EmailMessage, policy=default) for content in self.received]

    def serve(self) -> None:
        """Talk to one sender after the other until the listener is closed."""
        with suppress(OSError):
            while True:
                connection, _address = self.listener.accept()
                self.calls += 1
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with suppress(OSError), connection, connection.makefile("rb") as lines:
            if not self._say(connection, "HELLO", "220 sink"):
                return
            begun = 0
            for line in lines:
                word = line.split()[0].decode().upper() if line.split() else ""
                begun += word == "MAIL"
                if begun > self.patience:
                    self._say(connection, "421", "421 waited long enough")
                    return
                if not self._say(connection, word, "354 go on" if word == "DATA" else "250 fine"):
                    return
                if word == "DATA" and not self._take(connection, lines):
                    return

    def _take(self, connection: socket.socket, lines: BinaryIO) -> bool:
        content = b""
        for line in lines:
            if line == b".\r\n":
                break
            content += line.removeprefix(b".") if line.startswith(b"..") else line
        if not self.answers.get(".", "250").startswith(("4", "5")):
            self._keep(content)
        time.sleep(self.takes_s)
        return self._say(connection, ".", "250 taken")

    def _keep(self, content: bytes) -> None:
        """Keep a mail that was taken."""
        self.received.append(content)

    def _say(self, connection: socket.socket, word: str, usual: str) -> bool:
        answer = self.answers.get(word, usual)
        if answer == "hang":
            self.released.wait(30)
            return False
        if answer == "close":
            return False
        connection.sendall(f"{answer}\r\n".encode())
        return True


S = TypeVar("S", bound=SmtpSink)


@contextmanager
def smtp_sink(answers: dict[str, str] | None = None, takes_s: float = 0.0) -> Iterator[SmtpSink]:
    """Yield a mail server that listens."""
    with serving(SmtpSink(answers, takes_s)) as sink:
        yield sink


@contextmanager
def serving(sink: S) -> Iterator[S]:
    """Let a mail server listen."""
    threading.Thread(target=sink.serve, daemon=True).start()
    try:
        yield sink
    finally:
        sink.released.set()
        sink.listener.shutdown(socket.SHUT_RDWR)
        sink.listener.close()
