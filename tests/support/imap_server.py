"""A mail server for tests: it keeps one mailbox that imaplib can read, or misbehaves as it is told."""

import base64
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import BufferedIOBase
from urllib.parse import quote

USER, PASSWORD, FOLDER = "promises@example.org", "geheim/ß?", "Kopien für uns"
NUMBER = re.compile(r"\d+")


@dataclass
class Stored:
    """A mail in the mailbox, and what is noted of it."""

    content: bytes
    flags: set[str] = field(default_factory=set)


class ImapServer:
    """Speaks enough IMAP4rev1 for one reader at a time.

    `answers` replaces the answer to a command (`SEARCH`, `STORE` …): what to say after its tag, or `hang` to fall
    silent, or `close` to hang up; it also hangs up when it is asked for a mail that is `broken`. `abilities` are
    what it says it can do besides. TLS is spoken by `context` from the beginning, by `upgrade` from STARTTLS on.
    """

    def __init__(
        self, *contents: bytes, answers: dict[str, str] | None = None, abilities: str = "AUTH=PLAIN MOVE"
    ) -> None:
        self.mails = {number: Stored(content) for number, content in enumerate(contents, start=1)}
        self.folders: dict[str, list[bytes]] = {}
        self.answers = answers or {}
        self.abilities = abilities
        self.heard: list[str] = []
        self.broken: set[int] = set()
        self.password = PASSWORD
        self.context: ssl.SSLContext | None = None
        self.upgrade: ssl.SSLContext | None = None
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.released = threading.Event()

    @property
    def url(self) -> str:
        """Where it listens, as MAIL_IN_URL wants it."""
        scheme = "imaps" if self.context else "imap"
        return (
            f"{scheme}://{quote(USER, safe='')}:{quote(self.password, safe='')}@127.0.0.1:{self.port}/{quote(FOLDER)}"
        )

    def unread(self) -> list[int]:
        """Return the numbers of the mails that nobody has read."""
        return [number for number, mail in self.mails.items() if not mail.flags & {r"\Seen", r"\Deleted"}]

    def serve(self) -> None:
        """Talk to one reader after the other until the listener is closed."""
        with suppress(OSError):
            while True:
                connection, _address = self.listener.accept()
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, plain: socket.socket) -> None:
        with suppress(OSError), plain:
            connection = self.context.wrap_socket(plain, server_side=True) if self.context else plain
            with connection.makefile("rwb") as lines:
                self._say(lines, f"* OK [CAPABILITY IMAP4rev1 {self.abilities}] welcome")
                last = self._converse(lines)
            if last == "STARTTLS" and self.upgrade:
                connection = self.upgrade.wrap_socket(connection, server_side=True)
                with connection.makefile("rwb") as lines:
                    self._converse(lines)
            connection.close()

    def _converse(self, lines: BufferedIOBase) -> str:
        """Answer commands until one ends the conversation, and return that one."""
        for line in lines:
            tag, _, command = line.decode().strip().partition(" ")
            name, _, rest = command.removeprefix("UID ").partition(" ")
            self.heard.append(command)
            said = self.answers.get(name, "")
            if said == "hang":
                self.released.wait(30)
            if said in {"hang", "close"}:
                return ""
            result = said or getattr(self, f"_{name.lower()}")(lines, rest)
            self._say(lines, f"{tag} {result} .")
            if name in {"LOGOUT", "STARTTLS"}:
                return name
        return ""

    def _say(self, lines: BufferedIOBase, text: str) -> None:
        lines.write(f"{text}\r\n".encode())
        lines.flush()

    def _capability(self, lines: BufferedIOBase, _rest: str) -> str:
        self._say(lines, f"* CAPABILITY IMAP4rev1 {self.abilities}")
        return "OK"

    def _authenticate(self, lines: BufferedIOBase, _rest: str) -> str:
        self._say(lines, "+ ")
        said = base64.b64decode(lines.readline()).decode()
        return "OK" if said == f"\0{USER}\0{self.password}" else "NO [AUTHENTICATIONFAILED] wrong password"

    def _login(self, _lines: BufferedIOBase, rest: str) -> str:
        quoted = self.password.replace('"', r"\"")
        return "OK" if rest == f'"{USER}" "{quoted}"' else f"NO [AUTHENTICATIONFAILED] LOGIN {rest} is wrong"

    def _starttls(self, _lines: BufferedIOBase, _rest: str) -> str:
        return "OK begin"

    def _select(self, lines: BufferedIOBase, rest: str) -> str:
        self._say(lines, f"* {len(self.mails)} EXISTS")
        return "OK [READ-WRITE]" if rest == '"Kopien f&APw-r uns"' else "NO there is no such folder"

    def _search(self, lines: BufferedIOBase, rest: str) -> str:
        wanted = self.unread() if "UNSEEN" in rest else list(self.mails)
        self._say(lines, f"* SEARCH {' '.join(map(str, wanted))}".rstrip())
        return "OK"

    def _fetch(self, lines: BufferedIOBase, rest: str) -> str:
        number = int(NUMBER.findall(rest)[0])
        if number in self.broken:
            raise ConnectionError
        if number in self.mails:
            content = self.mails[number].content[: int(NUMBER.findall(rest)[-1])]
            lines.write(f"* {number} FETCH (UID {number} BODY[]<0> {{{len(content)}}}\r\n".encode() + content)
            self._say(lines, ")")
        return "OK"

    def _store(self, _lines: BufferedIOBase, rest: str) -> str:
        self.mails[int(NUMBER.findall(rest)[0])].flags |= set(re.findall(r"\\\w+", rest))
        return "OK"

    def _copy(self, _lines: BufferedIOBase, rest: str) -> str:
        number, folder = rest.split(" ", 1)
        self.folders.setdefault(folder.strip('"'), []).append(self.mails[int(number)].content)
        return "OK"

    def _move(self, lines: BufferedIOBase, rest: str) -> str:
        self._copy(lines, rest)
        del self.mails[int(rest.split(maxsplit=1)[0])]
        return "OK"

    def _logout(self, lines: BufferedIOBase, _rest: str) -> str:
        self._say(lines, "* BYE")
        return "OK"


@contextmanager
def serving(server: ImapServer) -> Iterator[ImapServer]:
    """Let a mail server listen."""
    threading.Thread(target=server.serve, daemon=True).start()
    try:
        yield server
    finally:
        server.released.set()
        server.listener.shutdown(socket.SHUT_RDWR)
        server.listener.close()
