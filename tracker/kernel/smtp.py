"""Handing a message to a mail server, within a time that is known before."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from socket import SHUT_RDWR
from threading import Timer
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

STEP_S = 10.0
"""How long one answer of the server may take."""
TOTAL_S = 15.0
"""How long the whole conversation may take; less than the lease of a delivery."""

PORTS = {"smtp": 25, "smtps": 465}
TRANSIENT = range(400, 500)


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
        try:
            with self._conversation() as smtp:
                return self._hand_over(smtp, message)
        except smtplib.SMTPRecipientsRefused as refused:
            code, said = next(iter(refused.recipients.values()))
            raise _failure(code, said) from refused
        except smtplib.SMTPResponseException as refused:
            raise _failure(refused.smtp_code, refused.smtp_error) from refused
        except (OSError, smtplib.SMTPException) as fault:
            raise MailFailed(f"{type(fault).__name__}: {fault}") from fault

    def _hand_over(self, smtp: smtplib.SMTP, message: EmailMessage) -> str:
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

    @contextmanager
    def _conversation(self) -> Iterator[smtplib.SMTP]:
        smtp = self._connected()
        watch = Timer(self.total_s, _cut_off, (smtp,))
        watch.daemon = True
        watch.start()
        try:
            if self.starts_tls:
                smtp.starttls(context=ssl.create_default_context())
            if self.user:
                smtp.login(self.user, self.password)
            smtp.ehlo_or_helo_if_needed()
            yield smtp
        finally:
            watch.cancel()
            smtp.close()

    def _connected(self) -> smtplib.SMTP:
        step = min(STEP_S, self.total_s)
        if self.is_tls:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=step, context=ssl.create_default_context())
        return smtplib.SMTP(self.host, self.port, timeout=step)


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
