"""Handing a message to a mail server, within a time that is known before."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from email.message import EmailMessage
from socket import SHUT_RDWR
from threading import Timer
from time import monotonic
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

STEP_S = 10.0
"""How long one answer of the server may take."""
TOTAL_S = 15.0
"""How long the whole conversation may take; less than the lease of a delivery."""

PORTS = {"smtp": 25, "smtps": 465}
TRANSIENT = range(400, 500)
CLOSING = 421
"""What a server says that has waited long enough for another message."""


class MailFailed(Exception):  # noqa: N818 - an outcome that the caller records
    """A mail was not taken.

    `is_permanent`: trying again cannot help. `is_ambiguous`: it may have been taken all the same.
    `status` is the server's code, where it gave one.
    """

    def __init__(
        self, reason: str, *, is_permanent: bool = False, is_ambiguous: bool = False, status: int | None = None
    ) -> None:
        super().__init__(reason)
        self.is_permanent = is_permanent
        self.is_ambiguous = is_ambiguous
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """Where the server is and how to speak with it. The password never shows in logs."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    is_tls: bool = False
    starts_tls: bool = False
    total_s: float = TOTAL_S

    def __repr__(self) -> str:
        return f"SmtpServer({self.host}:{self.port})"

    @classmethod
    def at(cls, url: str) -> Self:
        """Read `smtp://user:password@host:port?starttls` or `smtps://…`."""
        parts = urlsplit(url)
        return cls(
            host=parts.hostname or "localhost",
            port=parts.port or PORTS[parts.scheme],
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            is_tls=parts.scheme == "smtps",
            starts_tls="starttls" in parse_qs(parts.query, keep_blank_values=True),
        )

    def deliver(self, message: EmailMessage) -> str:
        """Hand the message over and return the server's answer. Raises MailFailed."""
        shared = _shared.get()
        line = _Line() if shared is None else shared
        try:
            return line.hand_over(self, message)
        except smtplib.SMTPRecipientsRefused as refused:
            code, said = next(iter(refused.recipients.values()))
            raise _failure(code, said) from refused
        except smtplib.SMTPResponseException as refused:
            raise _failure(refused.smtp_code, refused.smtp_error) from refused
        except (OSError, smtplib.SMTPException) as fault:
            raise MailFailed(f"{type(fault).__name__}: {fault}") from fault
        finally:
            if shared is None:
                line.hang_up()

    @staticmethod
    def hand_over(smtp: smtplib.SMTP, message: EmailMessage) -> str:
        """Say who to whom, then the content. What breaks after the content may have arrived."""
        _expect(smtp.mail(message["From"].addresses[0].addr_spec))
        for address in message["To"].addresses:
            _expect(smtp.rcpt(address.addr_spec))
        try:
            return _expect(smtp.data(message.as_bytes()))
        except smtplib.SMTPResponseException:
            raise
        except (OSError, smtplib.SMTPException) as fault:
            raise MailFailed(f"broke off after the content: {fault}", is_ambiguous=True) from fault

    def introduce(self, smtp: smtplib.SMTP) -> None:
        """Begin a conversation."""
        if self.starts_tls:
            smtp.starttls(context=ssl.create_default_context())
        if self.user:
            smtp.login(self.user, self.password)
        smtp.ehlo_or_helo_if_needed()

    def connected(self) -> smtplib.SMTP:
        """Call the server."""
        step = min(STEP_S, self.total_s)
        if self.is_tls:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=step, context=ssl.create_default_context())
        return smtplib.SMTP(self.host, self.port, timeout=step)


class _Line:
    """A conversation with a server, which takes one message after the other."""

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None

    def hand_over(self, server: SmtpServer, message: EmailMessage) -> str:
        """Hand one message over; a server that hung up since the last one is called anew."""
        ends_at = monotonic() + server.total_s
        was_open = self._smtp is not None
        try:
            return self._said(server, message, ends_at)
        except (smtplib.SMTPServerDisconnected, smtplib.SMTPResponseException) as fault:
            is_closed = getattr(fault, "smtp_code", CLOSING) == CLOSING
            if not was_open or not is_closed or monotonic() >= ends_at:
                raise
            return self._said(server, message, ends_at)

    def hang_up(self) -> None:
        """End it."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()

    def _said(self, server: SmtpServer, message: EmailMessage, ends_at: float) -> str:
        """Hand over; whatever goes wrong ends the conversation."""
        is_new = self._smtp is None
        smtp = self._smtp = server.connected() if self._smtp is None else self._smtp
        try:
            with _watched(smtp, ends_at):
                if is_new:
                    server.introduce(smtp)
                return server.hand_over(smtp, message)
        except BaseException:
            self.hang_up()
            raise


_shared: ContextVar[_Line | None] = ContextVar("shared", default=None)


@contextmanager
def one_conversation() -> Iterator[None]:
    """Let the messages that are delivered meanwhile share one conversation: calling takes longer than telling."""
    line = _Line()
    token = _shared.set(line)
    try:
        yield
    finally:
        _shared.reset(token)
        line.hang_up()


@contextmanager
def _watched(smtp: smtplib.SMTP, ends_at: float) -> Iterator[None]:
    watch = Timer(max(0.0, ends_at - monotonic()), _cut_off, (smtp,))
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _expect(answer: tuple[int, bytes]) -> str:
    code, said = answer
    if code // 100 != 2:  # noqa: PLR2004 - 2yz is what SMTP calls done
        raise smtplib.SMTPResponseException(code, said)
    return f"{code} {said.decode(errors='replace')}"


def _failure(code: int, said: bytes | str) -> MailFailed:
    """4yz may work later, 5yz will not; -1 is a connection that was closed."""
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    is_permanent = code not in TRANSIENT and code > 0
    return MailFailed(f"{code} {words}", is_permanent=is_permanent, status=code if code > 0 else None)


def _cut_off(smtp: smtplib.SMTP) -> None:
    """End a conversation that takes too long: whatever waits for an answer fails at once."""
    with suppress(OSError):
        if smtp.sock is not None:
            smtp.sock.shutdown(SHUT_RDWR)
