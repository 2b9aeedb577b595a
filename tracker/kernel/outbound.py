"""Requests to addresses that people typed: to public places only, within a known time, reading a known amount.

The connection goes to the very address that was checked, with the name kept for Host and TLS. Redirects are never
followed, no proxy of the environment is asked, nothing is unpacked. Nothing here waits for a database: whoever sends
has no transaction open.
"""

import contextlib
import http.client
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from threading import Timer
from urllib.parse import quote

from config import Settings
from tracker.kernel import clock
from tracker.kernel.places import Gate, NotAllowed, Place, Resolve, resolved

TOTAL_S = 15.0
"""How long resolving, connecting, sending and reading may take together; less than the lease of a delivery."""
STEP_S = 10.0
"""How long the other side may be silent."""
MOST_READ = 64 * 1024
"""How much of an answer is read unless the caller asks for more."""
SAFE_IN_TARGET = "/?&=%:@!$'()*+,;~-._[]"
PROGRAM = "promise-tracker"


class RequestFailed(Exception):  # noqa: N818 - an outcome that the caller records
    """There was no answer.

    `is_permanent`: trying again cannot help. `is_ambiguous`: the request had been sent as a whole, so it may have
    arrived all the same.
    """

    def __init__(self, reason: str, *, is_permanent: bool = False, is_ambiguous: bool = False) -> None:
        super().__init__(reason)
        self.is_permanent = is_permanent
        self.is_ambiguous = is_ambiguous


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to ask. The address and the body never show in logs: both may hold secrets."""

    url: str = field(repr=False)
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back. The names of headers are in small letters; `is_cut`: there was more than may be read."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    is_cut: bool

    @property
    def retry_after_s(self) -> int | None:
        """After how many seconds the other side wants to be asked again; None where it said nothing usable."""
        said = self.headers.get("retry-after", "").strip()
        if said.isdecimal():
            return int(said[:9])
        with contextlib.suppress(ValueError, TypeError):
            return max(0, round((parsedate_to_datetime(said) - clock.read()).total_seconds()))
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbound:
    """Sends requests. `trust` are the authorities whose certificates count."""

    gate: Gate
    resolve: Resolve = resolved
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    total_s: float = TOTAL_S

    def send(self, request: Request, *, most: int = MOST_READ) -> Answer:
        """Send one request and return the answer, whatever its status. Raises RequestFailed."""
        ends_at = time.monotonic() + self.total_s
        try:
            place = self.gate.place(request.url, self.resolve)
        except NotAllowed as refused:
            raise RequestFailed(str(refused), is_permanent=True) from refused
        except OSError as fault:
            raise RequestFailed(_said(fault)) from fault
        with self._connection(place, ends_at) as connection:
            return connection.ask(request, most)

    @contextlib.contextmanager
    def _connection(self, place: Place, ends_at: float) -> Iterator["_Connection"]:
        """Yield a connection that is cut off when the time is over, whatever it is doing then."""
        connection = _Connection(place, self.trust, ends_at)
        watch = Timer(connection.left_s, connection.cut_off)
        watch.daemon = True
        watch.start()
        try:
            yield connection
        finally:
            watch.cancel()
            connection.close()


def outbound_of(settings: Settings) -> Outbound:
    """Return what sends requests in an installation."""
    return Outbound(gate=Gate.of(settings))


class _Connection(http.client.HTTPConnection):
    """A connection to one of the addresses that were checked, and to no other."""

    def __init__(self, place: Place, trust: ssl.SSLContext, ends_at: float) -> None:
        super().__init__(place.host, place.port)
        self.place = place
        self.trust = trust
        self.ends_at = ends_at
        self.is_cut_off = False
        self.wire: socket.socket | None = None
        """Kept here as well: `sock` is passed on to the response as soon as there is one."""

    @property
    def left_s(self) -> float:
        """How much time there is left."""
        return max(self.ends_at - time.monotonic(), 0.01)

    def connect(self) -> None:
        """Try the addresses one after the other; TLS is spoken with the name, not the address."""
        self.sock = self.wire = self._reached()
        if self.place.is_tls:
            speaking = self.trust.wrap_socket(self.wire, server_hostname=self.place.host, do_handshake_on_connect=False)
            self.sock = self.wire = speaking
            speaking.do_handshake()

    def ask(self, request: Request, most: int) -> Answer:
        """Send, then read. What breaks after everything was sent may have arrived. Raises RequestFailed."""
        is_sent = False
        try:
            self._send_whole(request)
            is_sent = True
            with self.getresponse() as response:
                return self._answer(response, most)
        except (OSError, http.client.HTTPException, ValueError) as fault:
            said = "there was no answer in time" if self.is_cut_off else _said(fault)
            raise RequestFailed(said, is_ambiguous=is_sent) from fault

    def _answer(self, response: http.client.HTTPResponse, most: int) -> Answer:
        """Take the answer. Headers that were cut off are none; a body that was leaves the status as it is."""
        if self.is_cut_off:
            raise TimeoutError
        named = {name.lower(): text for name, text in response.getheaders()}
        body = _read(response, most)
        return Answer(status=response.status, headers=named, body=body[:most], is_cut=len(body) > most)

    def cut_off(self) -> None:
        """End a request that takes too long: whatever waits for the other side fails at once."""
        self.is_cut_off = True
        with contextlib.suppress(OSError):
            if self.wire is not None:
                self.wire.shutdown(socket.SHUT_RDWR)

    def _send_whole(self, request: Request) -> None:
        headers = {"User-Agent": PROGRAM, "Accept-Encoding": "identity", "Connection": "close"}
        target = quote(self.place.target, safe=SAFE_IN_TARGET)
        self.request(request.method, target, request.body or None, headers | dict(request.headers))

    def _reached(self) -> socket.socket:
        failed = OSError("no address could be reached")
        for address in self.place.addresses:
            try:
                reached = socket.create_connection((address, self.place.port), min(STEP_S, self.left_s))
                reached.settimeout(STEP_S)
            except OSError as fault:
                failed = fault
            else:
                return reached
        raise failed


def _read(response: http.client.HTTPResponse, most: int) -> bytes:
    """Return what could be read. The status is what counts: it stands, whatever happens to the body."""
    parts = []
    left = most + 1
    with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
        while left > 0 and (part := response.read1(left)):
            parts.append(part)
            left -= len(part)
    return b"".join(parts)


def _said(fault: Exception) -> str:
    """Return what went wrong; never the address."""
    return f"{type(fault).__name__}: {fault}"[:300]
