"""What the answer of a web server says about a delivery. Pure."""

from dataclasses import dataclass

from tracker.alerts.rules.delivering import Outcome

GONE = 410
COME_BACK = frozenset({408, 425, 429})
NOBODY_KNOWS = frozenset({502, 504})
"""A gateway lost sight of it: the receiver behind may have taken it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a request, and whether the receiver is gone for good."""

    outcome: Outcome
    is_gone: bool = False


def verdict(status: int) -> Verdict:
    """Judge a status: 2xx is done, a redirect is a failure and never followed, 410 wants nothing any more."""
    if status in range(200, 300):
        return Verdict(Outcome.OK)
    if status in NOBODY_KNOWS:
        return Verdict(Outcome.AMBIGUOUS)
    if status in COME_BACK or status in range(500, 600):
        return Verdict(Outcome.TRANSIENT)
    return Verdict(Outcome.PERMANENT, is_gone=status == GONE)
