"""Reading a mailbox on an IMAP server, within a time that is known before."""

import imaplib
import re
import ssl
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from socket import SHUT_RDWR
from threading import Timer
from typing import Any, Self
from urllib.parse import unquote, urlsplit

STEP_S = 10.0
"""How long one answer of the server may take."""
TOTAL_S = 45.0
"""How long the whole conversation may take; less than the time between two."""
LARGEST_MAIL = 10_000_000
"""What is longer is read so far: what somebody wrote stands before what is attached."""

PORTS = {"imap": 143, "imaps": 993}
INBOX = "INBOX"
Words = Callable[[], AbstractContextManager[None]]
"""What says in words what fails inside of it."""
_NOT_ASCII = re.compile(r"[^\x20-\x7e]+")


class MailboxFailed(Exception):  # noqa: N818 - an outcome that the caller reports
    """The mailbox cannot be read; the message says why and never holds the password."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapServer:
    """Where a mailbox is and how to speak with its server; `done` is the folder for what was read, if there is one.

    `trust` says whose certificates hold: those that the operating system knows, where it is left out.
    """

    host: str
    port: int
    user: str
    password: str
    is_tls: bool = True
    starts_tls: bool = False
    folder: str = INBOX
    done: str = ""
    total_s: float = TOTAL_S
    trust: ssl.SSLContext | None = None

    def __repr__(self) -> str:
        return f"ImapServer({self.host}:{self.port})"

    @classmethod
    def at(cls, url: str, done: str = "") -> Self:
        """Read `imaps://user:password@host:port/folder` or `imap://…?starttls`."""
        parts = urlsplit(url)
        return cls(
            host=parts.hostname or "localhost",
            port=parts.port or PORTS[parts.scheme],
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            is_tls=parts.scheme == "imaps",
            starts_tls=parts.query == "starttls",
            folder=unquote(parts.path.strip("/")) or INBOX,
            done=done,
        )

    @contextmanager
    def opened(self) -> Iterator["Mailbox"]:
        """Yield the mailbox, signed in. Raises MailboxFailed."""
        with self._words():
            imap = self._connected()
        watch = Timer(self.total_s, _cut_off, (imap,))
        watch.daemon = True
        watch.start()
        try:
            with self._words():
                abilities = self._signed_in(imap)
            yield Mailbox(imap, self.done, abilities, self._words)
            with suppress(OSError, imaplib.IMAP4.error):
                imap.logout()
        finally:
            watch.cancel()
            with suppress(OSError):
                imap.shutdown()

    @contextmanager
    def _words(self) -> Iterator[None]:
        """Say in one line what fails; what a server repeats of the password is left out."""
        try:
            yield
        except (OSError, ValueError, imaplib.IMAP4.error) as fault:
            first = fault.args[0] if len(fault.args) == 1 else fault
            said = first.decode(errors="replace") if isinstance(first, bytes) else str(first)
            words = " ".join(said.split()) or type(fault).__name__
            for secret in filter(None, (self.password, _quoted(self.password)[1:-1])):
                words = words.replace(secret, "…")
            raise MailboxFailed(f"{self.host}:{self.port}: {words}") from None

    def _connected(self) -> imaplib.IMAP4:
        step = min(STEP_S, self.total_s)
        if self.is_tls:
            return imaplib.IMAP4_SSL(self.host, self.port, ssl_context=self._trusted(), timeout=step)
        return imaplib.IMAP4(self.host, self.port, timeout=step)

    def _trusted(self) -> ssl.SSLContext:
        return self.trust or ssl.create_default_context()

    def _signed_in(self, imap: imaplib.IMAP4) -> frozenset[str]:
        """Sign in, open the folder, and return what the server can do for whoever is signed in.

        AUTHENTICATE goes before LOGIN, which knows ASCII only.
        """
        if self.starts_tls:
            imap.starttls(ssl_context=self._trusted())
        if "AUTH=PLAIN" in imap.capabilities:
            imap.authenticate("PLAIN", lambda _asked: f"\0{self.user}\0{self.password}".encode())
        elif f"{self.user}{self.password}".isascii():
            imap.login(_quoted(self.user), self.password)
        else:
            raise imaplib.IMAP4.error("this server takes names and passwords of ASCII letters only")
        abilities = _expect(imap.capability()).decode("ascii", "replace").upper().split()
        _expect(imap.select(_quoted(_in_utf7(self.folder))))
        return frozenset(abilities)


class Mailbox:
    """A mailbox that is open. Reading a mail changes nothing; only `settle` does. All raise MailboxFailed."""

    def __init__(self, imap: imaplib.IMAP4, done: str, abilities: frozenset[str], words: Words) -> None:
        self._imap = imap
        self._done = done
        self._can_move = "MOVE" in abilities
        self._words = words

    def waiting(self) -> list[str]:
        """Return the numbers of the mails that are not settled, the oldest first.

        A mail that somebody looked at is not settled by that, where there is a folder for those that are.
        """
        with self._words():
            found = _expect(self._imap.uid("SEARCH", "UNDELETED" if self._done else "UNSEEN UNDELETED"))
            return sorted(found.decode().split(), key=int)

    def content(self, number: str) -> bytes | None:
        """Return a mail, as far as LARGEST_MAIL; None if it is gone meanwhile."""
        with self._words():
            kind, parts = self._imap.uid("FETCH", number, f"(BODY.PEEK[]<0.{LARGEST_MAIL}>)")
            _expect((kind, parts))
            return next((bytes(part[1]) for part in parts if isinstance(part, tuple)), None)

    def settle(self, number: str) -> None:
        """Mark a mail as read, or move it to where those go that are done."""
        with self._words():
            if self._done and self._can_move:
                self._ask("STORE", number, "+FLAGS.SILENT", r"(\Seen)")
                self._ask("MOVE", number, _quoted(_in_utf7(self._done)))
            elif self._done:
                self._ask("COPY", number, _quoted(_in_utf7(self._done)))
                self._ask("STORE", number, "+FLAGS.SILENT", r"(\Seen \Deleted)")
            else:
                self._ask("STORE", number, "+FLAGS.SILENT", r"(\Seen)")

    def _ask(self, *command: str) -> None:
        _expect(self._imap.uid(*command))


def _expect(answer: tuple[str, list[Any]]) -> bytes:
    """Return what the server said. Raises an error of imaplib if it refused."""
    kind, parts = answer
    said = parts[0] if parts and isinstance(parts[0], bytes) else b""
    if kind != "OK":
        raise imaplib.IMAP4.error(said.decode(errors="replace"))
    return said


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _in_utf7(folder: str) -> str:
    """Return the name of a folder as IMAP writes it."""
    return _NOT_ASCII.sub(_in_base64, folder.replace("&", "&-"))


def _in_base64(letters: re.Match[str]) -> str:
    return "&" + b64encode(letters[0].encode("utf-16-be")).decode().rstrip("=").replace("/", ",") + "-"


def _cut_off(imap: imaplib.IMAP4) -> None:
    """End a conversation that takes too long: whatever waits for an answer fails at once."""
    with suppress(OSError):
        imap.socket().shutdown(SHUT_RDWR)
