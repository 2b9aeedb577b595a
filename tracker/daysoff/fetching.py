"""Getting a calendar from an address that somebody typed."""

from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from tracker.daysoff.reading import MOST_BYTES
from tracker.kernel.errors import Invalid
from tracker.kernel.outbound import Answer, Outbound, Request, RequestFailed
from tracker.kernel.places import NotAllowed, check_form
from tracker.kernel.words import N_

HOP_S = 6.0
"""How long one place may take: somebody waits for it in front of a page."""
MOST_HOPS = 3
MOVED = {301, 302, 303, 307, 308}
OK = 200
SCHEMES = {"webcal": "https", "webcals": "https"}
"""What calendar links begin with, and what is meant."""


def fetch(address: str, outbound: Outbound) -> bytes:
    """Return what is there. Raises Invalid in words for the person; they tell nothing of what is inside a network."""
    url = _meant(address)
    for _hop in range(MOST_HOPS):
        answer = _asked(url, outbound)
        if answer.status not in MOVED:
            return _content(answer)
        url = _next(url, answer)
    raise _refused(N_("The address leads on and on."))


def _meant(address: str) -> str:
    scheme, colon, rest = address.strip().partition(":")
    url = f"{SCHEMES.get(scheme.lower(), scheme)}{colon}{rest}"
    try:
        check_form(url)
    except NotAllowed:
        raise _refused(N_("This is no address of a calendar. It begins with https:// or webcal://.")) from None
    return url


def _asked(url: str, outbound: Outbound) -> Answer:
    """Ask one place. Each place on the way has to pass the gate by itself."""
    headers = {"Accept": "text/calendar, */*;q=0.1"}
    try:
        return replace(outbound, total_s=min(outbound.total_s, HOP_S)).send(
            Request(url=url, method="GET", headers=headers), most=MOST_BYTES
        )
    except RequestFailed as fault:
        if fault.is_permanent:
            raise _refused(N_("Only public addresses can be read.")) from fault
        raise _refused(N_("There was no answer from this address.")) from fault


def _next(url: str, answer: Answer) -> str:
    """Return where an answer leads; never from an encrypted place to one that is not."""
    further = _meant(urljoin(url, answer.headers.get("location", "")))
    if urlsplit(url).scheme == "https" and urlsplit(further).scheme != "https":
        raise _refused(N_("The address leads to a place that is not encrypted."))
    return further


def _content(answer: Answer) -> bytes:
    if answer.status != OK:
        said = N_("The address answers with %(status)d, not with a calendar.")
        raise Invalid(said, field="address", status=answer.status)
    if answer.is_cut:
        raise _refused(N_("The calendar is too large. Export a shorter time."))
    return answer.body


def _refused(words: str) -> Invalid:
    return Invalid(words, field="address")
