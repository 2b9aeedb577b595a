"""Which places outside this program may speak to: never the machine it runs on, never the network around it.

An address that people typed is resolved once. Every address that the name stands for has to be public, and only
those are ever connected to: a name that leads elsewhere a moment later changes nothing.
"""

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Thread
from typing import Self
from urllib.parse import SplitResult, urlsplit

from config import Settings

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
"""From a host name and a port to every address that the name stands for. Raises OSError."""

PORTS = {"http": 80, "https": 443}
LONGEST_URL = 2000
RESOLVE_S = 8.0
"""How long finding the addresses of a name may take; the resolver of the system has no limit of its own."""

PUBLIC_V6 = ip_network("2000::/3")
"""Everything that is given out to anybody. Outside are loopback, local, mapped, NAT64 and multicast ones."""
NOT_PUBLIC = [
    ip_network(net)
    for net in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"),
        *("203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    )
]
"""The special-purpose registries of IANA. 2001::/23 holds Teredo, 2002::/16 is 6to4: both carry an IPv4 address that
nobody has looked at."""


class NotAllowed(Exception):  # noqa: N818 - an answer: the caller says so to a person or a log
    """A place that must not be spoken to. The message is for logs and the ledger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a request goes: what the address says, and the addresses of the host that may be connected to."""

    scheme: str
    host: str
    port: int
    target: str
    addresses: tuple[str, ...]

    @property
    def is_tls(self) -> bool:
        """Whether the connection is encrypted."""
        return self.scheme == "https"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What may be reached. `allowed` are `host:port` that an operator vouches for, wherever they lead."""

    allowed: frozenset[str] = frozenset()
    with_loopback: bool = False

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the gate of an installation; while developing, receivers may run on the same machine."""
        return cls(allowed=frozenset(settings.outbound_allow), with_loopback=settings.development or settings.testing)

    def place(self, url: str, resolve: Resolve) -> Place:
        """Take an address apart, resolve its host once and check all it stands for. Raises NotAllowed, OSError."""
        parts, host = _parts(url)
        port = parts.port or PORTS[parts.scheme]
        is_vouched_for = f"{host}:{port}" in self.allowed
        addresses = tuple(dict.fromkeys(resolve(host, port)))
        if not addresses:
            raise NotAllowed(f"{host} has no address")
        if not is_vouched_for:
            self._check(host, port, addresses)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return Place(scheme=parts.scheme, host=host, port=port, target=target, addresses=addresses)

    def _check(self, host: str, port: int, addresses: Sequence[str]) -> None:
        found = [ip_address(address) for address in addresses]
        if self.with_loopback and all(each.is_loopback for each in found):
            return
        if not all(is_public(each) for each in found):
            raise NotAllowed(f"{host} is not a public address")
        if port not in PORTS.values():
            raise NotAllowed(f"port {port} is not allowed, only 443 and 80 are")


def check_form(url: str) -> None:
    """Refuse what can never be an address to send to, without asking any name server. Raises NotAllowed."""
    _parts(url)


def is_public(address: Address) -> bool:
    """Whether anybody on the internet may have this address. `is_global` alone lets several wrong ones through."""
    if isinstance(address, IPv6Address) and address not in PUBLIC_V6:
        return False
    return not any(address in net for net in NOT_PUBLIC if net.version == address.version)


def resolved(host: str, port: int) -> Sequence[str]:
    """Ask the system for the addresses of a name, for a limited time. Raises OSError."""
    found: list[str] = []
    failed: list[OSError] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(str(answer[4][0]) for answer in answers)
        except OSError as fault:
            failed.append(fault)

    asking = Thread(target=ask, daemon=True, name="resolver")
    asking.start()
    asking.join(RESOLVE_S)
    if failed:
        raise failed[0]
    if asking.is_alive():
        raise TimeoutError(f"no answer to who {host} is")
    return found


def _parts(url: str) -> tuple[SplitResult, str]:
    """Return the parts of an address and its host in ASCII. Raises NotAllowed."""
    if len(url) > LONGEST_URL or not url.isprintable() or " " in url or "\\" in url:
        raise NotAllowed("this is no address")
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode() if not _is_v6(parts) else str(parts.hostname)
        is_whole = bool(host) and parts.port != 0
    except (UnicodeError, ValueError):
        raise NotAllowed("this is no address") from None
    if parts.scheme not in PORTS or not is_whole or "%" in host:
        raise NotAllowed("only http:// and https:// addresses are allowed")
    if parts.username is not None or parts.password is not None:
        raise NotAllowed("a name or a password must not stand in the address")
    return parts, host


def _is_v6(parts: SplitResult) -> bool:
    return ":" in (parts.hostname or "")
