"""How often somebody may try: per account and per network, in windows that always end."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from tracker.kernel.folding import fold

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 10
PER_NETWORK = 100
"""A whole office may sit behind one address, so a network gets more tries than an account."""

IPV4_NETWORK, IPV6_NETWORK = 24, 64


@dataclass(frozen=True, slots=True)
class Limit:
    """So many failures are allowed under this key within one window."""

    key: str
    failures: int


def limits_for(purpose: str, identity: str, address: str | None) -> Sequence[Limit]:
    """Return what one attempt counts against. The identity is hashed: what was typed may be a password."""
    hashed = hashlib.sha256(f"{purpose}:{fold(identity)}".encode()).hexdigest()[:48]
    return (
        Limit(f"account:{hashed}", PER_ACCOUNT),
        Limit(f"{purpose}:{network_of(address)}", PER_NETWORK),
    )


def network_of(address: str | None) -> str:
    """Return the /24 or /64 that an address belongs to; without an address all count as one."""
    if address is None:
        return "unknown"
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return str(ip_network((ip, IPV4_NETWORK if ip.version == 4 else IPV6_NETWORK), strict=False))  # noqa: PLR2004


def wait_after(failures: int, limit: Limit, window_start: datetime, now: datetime) -> timedelta | None:
    """Return how long to wait when the attempt that was just counted is one too many, else None."""
    return window_start + WINDOW - now if failures > limit.failures else None
