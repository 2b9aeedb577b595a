"""Lines of JSON that ask what a text says, and their answers."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tracker.capture.rules.due.grammar import LANGUAGES, Asked, Due, read
from tracker.capture.rules.promises.facts import Weighed
from tracker.capture.rules.promises.finding import kind_of, weighed
from tracker.capture.rules.texts.turns import LONGEST_TEXT

ORDERS = ("DMY", "MDY")


class Refused(ValueError):  # noqa: N818 - it is a line that was refused
    """A line that cannot be answered, and its id as far as it has one."""

    def __init__(self, why: str, line_id: object = None) -> None:
        super().__init__(why)
        self.line_id = line_id


def due_line(line: bytes) -> dict[str, object]:
    """Return the answer to a line that asks when something is due. Raises Refused."""
    asked = _object(line)
    return {"id": asked.get("id"), **_due_answer(read(_text(asked), _asked(asked)))}


def promise_line(line: bytes) -> dict[str, object]:
    """Return the answer to a line that asks whether a text, up to a length, promises something. Raises Refused."""
    asked = _object(line)
    sentences = list(weighed(_text(asked)[:LONGEST_TEXT], _language(asked)))
    promises = [each for each in sentences if each.is_promise]
    best = max(promises, key=_sureness, default=None)
    return {"id": asked.get("id"), **_promise_answer(best, sentences)}


def _sureness(promise: Weighed) -> tuple[bool, bool, float]:
    return not promise.is_weak, not promise.is_conditional, promise.score


def _promise_answer(promise: Weighed | None, sentences: Sequence[Weighed]) -> dict[str, object]:
    """Return what is promised and why; without a promise every cue there was, so that one sees why not."""
    if promise is None:
        nothing: dict[str, object] = {
            "promise": False,
            "kind": None,
            "conditional": False,
            "weak": False,
            "quote": None,
        }
        return nothing | {"why": [why for each in sentences for why in each.why]}
    return {
        "promise": True,
        "kind": kind_of(promise.quote),
        "conditional": promise.is_conditional,
        "weak": promise.is_weak,
        "quote": promise.quote,
        "why": list(promise.why),
    }


def _object(line: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Refused("This is not a line of JSON.") from error
    if not isinstance(asked, dict):
        raise Refused("This line is no JSON object.")
    return asked


def _text(asked: dict[str, Any]) -> str:
    if not isinstance(text := asked.get("text"), str):
        raise Refused('"text" must be a text.', asked.get("id"))
    return text


def _asked(asked: dict[str, Any]) -> Asked:
    order = asked.get("order", "DMY")
    if order not in ORDERS:
        raise Refused('"order" must be DMY or MDY.', asked.get("id"))
    return Asked(_language(asked), _reference(asked), _zone(asked), month_first=order == "MDY")


def _language(asked: dict[str, Any]) -> str:
    if not isinstance(code := asked.get("lang"), str) or code not in LANGUAGES:
        raise Refused(f'"lang" must be one of {", ".join(LANGUAGES)}.', asked.get("id"))
    return code


def _reference(asked: dict[str, Any]) -> datetime:
    try:
        return datetime.fromisoformat(asked.get("reference", "")).replace(tzinfo=None)
    except (TypeError, ValueError) as error:
        raise Refused('"reference" must be a local time such as 2026-11-27 14:30:00.', asked.get("id")) from error


def _zone(asked: dict[str, Any]) -> ZoneInfo:
    try:
        return ZoneInfo(asked.get("tz", "Europe/Berlin"))
    except (TypeError, ValueError, LookupError, OSError, AttributeError) as error:
        raise Refused('"tz" must be a time zone such as Europe/Berlin.', asked.get("id")) from error


def _due_answer(due: Due) -> dict[str, object]:
    return {
        "due": _iso(due.due),
        "start": _iso(due.start),
        "end": _iso(due.end),
        "relation": due.relation,
        "vague": due.vague,
        "alternatives": [_iso(each) for each in due.others],
        "rules": list(due.rules),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
