"""The settings: one frozen object, read once from the environment, refused at the start when wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import SplitResult, urlsplit
from zoneinfo import available_timezones

ROOT = Path(__file__).parent
FEWEST_CHARACTERS = 10
"""A random secret of 32 characters has more different ones, even in hexadecimal digits."""
GUESSED = (
    "changeme",
    "change-me",
    "change_me",
    "password",
    "example",
    "your-secret",
    "development-only",
    "the-output-of",
)
DEVELOPMENT_KEY = "development-only-key-never-used-with-real-data"
SHORTEST_KEY = 20
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class SettingsError(Exception):
    """A setting that cannot be right; the message names it."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that differs between installations. Each field is documented in the README."""

    database_url: str = f"sqlite:///{ROOT / 'instance' / 'tracker.db'}"
    secret_key: str = field(default=DEVELOPMENT_KEY, repr=False)
    secret_key_fallbacks: tuple[str, ...] = field(default=(), repr=False)
    base_url: str = "http://127.0.0.1:5000"
    trusted_hosts: tuple[str, ...] = ()
    proxy_hops: int = 0
    mail_url: str = field(default="", repr=False)
    mail_from: str = "promises@localhost"
    mail_in_url: str = field(default="", repr=False)
    mail_in_done: str = ""
    organisation: str = "Promise Tracker"
    time_zone: str = "Europe/Berlin"
    locale: str = "de"
    log_level: str = "INFO"
    metrics_token: str = field(default="", repr=False)
    watchdog_url: str = field(default="", repr=False)
    session_idle_hours: int = 12
    session_days: int = 7
    outbound_allow: tuple[str, ...] = ()
    caldav_url: str = ""
    rates_of_persons: bool = False
    development: bool = True
    testing: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read the settings. Without SECRET_KEY this is a development installation.

        Raises SettingsError for the first setting that cannot be right.
        """
        given = {name: text.strip() for name, text in environment.items() if name in READERS and text.strip()}
        values = {name.lower(): READERS[name](name, text) for name, text in given.items()}
        return cls(**values, development="SECRET_KEY" not in given)  # type: ignore[arg-type]

    @property
    def base(self) -> SplitResult:
        """The address under which people reach this installation, taken apart."""
        return urlsplit(self.base_url)

    @property
    def is_https(self) -> bool:
        """Whether people reach this installation over HTTPS."""
        return self.base.scheme == "https"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The host names that requests may name; loopback is trusted as long as it is the base."""
        own = self.base.hostname or ""
        loopback = LOOPBACK if self.development or own in LOOPBACK else ()
        return tuple(dict.fromkeys((own, *self.trusted_hosts, *loopback)))


def _text(_name: str, text: str) -> str:
    return text


def _texts(_name: str, text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _count(name: str, text: str) -> int:
    if not text.isdecimal():
        raise SettingsError(f"{name} must be a whole number, not {text!r}")
    return int(text)


def _secret(name: str, text: str) -> str:
    if (fault := _fault_of(text)) is not None:
        raise SettingsError(
            f"{name} must be at least {SHORTEST_KEY} characters of a random secret of your own ({fault}); "
            "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    return text


def _fault_of(secret: str) -> str | None:
    """Return why somebody might guess a secret: too short, from a manual, or one thing over and over."""
    if len(secret) < SHORTEST_KEY:
        return "this one is shorter"
    if (word := next((each for each in GUESSED if each in secret.lower()), None)) is not None:
        return f"this one contains {word!r}, which stands in manuals"
    if len(set(secret)) < FEWEST_CHARACTERS:
        return f"this one has fewer than {FEWEST_CHARACTERS} different characters"
    return None


def _secrets(name: str, text: str) -> tuple[str, ...]:
    return tuple(_secret(name, part) for part in _texts(name, text))


def _places(name: str, text: str) -> tuple[str, ...]:
    places = tuple(place.lower() for place in _texts(name, text))
    for place in places:
        host, _, port = place.rpartition(":")
        if not host or not port.isdecimal():
            raise SettingsError(f"{name} must be hosts with ports such as chat.internal:443, not {place!r}")
    return places


def _database(name: str, text: str) -> str:
    scheme = urlsplit(text).scheme
    if scheme in {"postgres", "postgresql", "postgresql+psycopg"}:
        return "postgresql+psycopg" + text[text.index("://") :]
    if scheme != "sqlite":
        raise SettingsError(f"{name} must begin with sqlite:/// or postgresql://, not {scheme or 'nothing'}://")
    return text


def _address(name: str, text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsError(f"{name} must be an address such as https://promises.example.com, not {text!r}")
    return text


def _base(name: str, text: str) -> str:
    return _address(name, text).rstrip("/")


def _mail(name: str, text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise SettingsError(f"{name} must be smtp://user:password@host:587 or smtps://…, not {parts.scheme}://…")
    return text


def _mailbox(name: str, text: str) -> str:
    parts = urlsplit(text)
    is_whole = parts.hostname and parts.username and _has_port(parts)
    if parts.scheme not in {"imap", "imaps"} or not is_whole:
        raise SettingsError(f"{name} must be imaps://user:password@host/folder, not {parts.scheme}://…")
    if parts.scheme == "imap" and parts.query != "starttls" and parts.hostname not in LOOPBACK:
        raise SettingsError(f"{name} must be encrypted: imaps://… or imap://…?starttls")
    return text


def _has_port(parts: SplitResult) -> bool:
    """Whether the port, where one is said, is one."""
    try:
        return parts.port is None or parts.port > 0
    except ValueError:
        return False


def _zone(name: str, text: str) -> str:
    if text not in available_timezones():
        raise SettingsError(f"{name} must be an IANA time zone such as Europe/Berlin, not {text!r}")
    return text


def _locale(name: str, text: str) -> str:
    if text not in {"de", "en"}:
        raise SettingsError(f"{name} must be de or en, not {text!r}")
    return text


def _switch(name: str, text: str) -> bool:
    if text.lower() not in {"yes", "no"}:
        raise SettingsError(f"{name} must be yes or no, not {text!r}")
    return text.lower() == "yes"


def _level(name: str, text: str) -> str:
    if text.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise SettingsError(f"{name} must be DEBUG, INFO, WARNING or ERROR, not {text!r}")
    return text.upper()


READERS = {
    "DATABASE_URL": _database,
    "SECRET_KEY": _secret,
    "SECRET_KEY_FALLBACKS": _secrets,
    "BASE_URL": _base,
    "TRUSTED_HOSTS": _texts,
    "PROXY_HOPS": _count,
    "MAIL_URL": _mail,
    "MAIL_FROM": _text,
    "MAIL_IN_URL": _mailbox,
    "MAIL_IN_DONE": _text,
    "ORGANISATION": _text,
    "TIME_ZONE": _zone,
    "LOCALE": _locale,
    "LOG_LEVEL": _level,
    "METRICS_TOKEN": _secret,
    "WATCHDOG_URL": _address,
    "SESSION_IDLE_HOURS": _count,
    "SESSION_DAYS": _count,
    "OUTBOUND_ALLOW": _places,
    "CALDAV_URL": _address,
    "RATES_OF_PERSONS": _switch,
}
"""The environment variables that are read, each with what checks it."""
