"""Posting JSON to an address that somebody typed, and what its answer means."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from flask import current_app

from tracker.alerts.queries.parcels import Destination
from tracker.alerts.rules.answers import verdict
from tracker.alerts.rules.delivering import Outcome, Result
from tracker.kernel.outbound import Answer, Outbound, Request, RequestFailed
from tracker.kernel.secrets import Vault

LONGEST_ANSWER = 200
SHORT_OF_TRUST_S = 5.0
"""How long a place may take that failed the last time: it must not hold up the others of its channel."""


def as_json(content: object) -> bytes:
    """Return content as it is posted."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def post(destination: Destination, body: bytes, headers: Mapping[str, str]) -> Result:
    """Post to an endpoint. Raises Unreadable where its address cannot be opened any more."""
    outbound: Outbound = current_app.extensions["outbound"]
    if destination.fail_streak:
        outbound = replace(outbound, total_s=min(outbound.total_s, SHORT_OF_TRUST_S))
    request = Request(
        url=opened(destination.sealed_url), headers={"Content-Type": "application/json"} | dict(headers), body=body
    )
    try:
        return _judged(outbound.send(request))
    except RequestFailed as failure:
        outcome = Outcome.AMBIGUOUS if failure.is_ambiguous else Outcome.TRANSIENT
        return Result(outcome=Outcome.PERMANENT if failure.is_permanent else outcome, said=str(failure))


def opened(sealed: str) -> str:
    """Return a secret of an endpoint. Raises Unreadable."""
    vault: Vault = current_app.extensions["vault"]
    return vault.open(sealed)


def _judged(answer: Answer) -> Result:
    judged = verdict(answer.status)
    wait = answer.retry_after_s
    said = answer.body.decode(errors="replace").strip()[:LONGEST_ANSWER]
    return Result(
        outcome=judged.outcome,
        said=f"{answer.status} {said}".strip(),
        status=answer.status,
        retry_after=None if wait is None else timedelta(seconds=wait),
        is_gone=judged.is_gone,
    )
