"""What is to be done with several promises at once, as it comes from the form around a list."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from flask import current_app, request
from flask_babel import lazy_gettext as _l
from itsdangerous import BadSignature, URLSafeSerializer

from tracker.kernel.bounds import number
from tracker.kernel.errors import Invalid
from tracker.kernel.words import N_
from tracker.promises.forms.endings import WHEN_DONE
from tracker.promises.forms.moments import MomentForm, day_field, time_field
from tracker.web.addresses import same_site_path
from tracker.web.texts import clean_line

CHOSEN = re.compile(r"\d{1,18}\.\d{1,9}", re.ASCII)
"""A promise and the version of it that was looked at, as its box in the list sends them."""

MOST_AT_ONCE = 100
MOST_UNASKED = 20
"""Of up to so many promises the reminder is moved without asking once more."""


class Deed(StrEnum):
    """What can be done with several promises."""

    HAND_OVER = "hand-over"
    REMIND = "remind"
    KEEP = "keep"
    BREAK = "break"


ENDS = frozenset({Deed.KEEP, Deed.BREAK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """The promises with the versions that were looked at, the deed, and what it needs."""

    deed: Deed
    versions: dict[int, int]
    to_id: int | None
    cause_id: int | None
    words: str
    is_confirmed: bool
    back: str

    @classmethod
    def of_request(cls) -> Self:
        """Read the form. Raises Invalid when nothing, too much, or an unknown deed was chosen."""
        sent = request.form
        versions = dict(_number_and_version(text) for text in sent.getlist("promise") if CHOSEN.fullmatch(text))
        if not versions:
            raise Invalid(N_("Nothing is selected."))
        if len(versions) > MOST_AT_ONCE:
            raise Invalid(N_("At most %(most)d at once."), most=MOST_AT_ONCE)
        if sent.get("do") not in set(Deed):
            raise Invalid(N_("This cannot be done with several promises at once."))
        return cls(
            deed=Deed(sent["do"]),
            versions=versions,
            to_id=sent.get("to", type=number),
            cause_id=sent.get("cause", type=number),
            words=clean_line(sent.get("words", "")),
            is_confirmed=sent.get("confirmed") == "1",
            back=same_site_path(sent.get("back"), "/promises"),
        )

    @property
    def asks_first(self) -> bool:
        """Whether a page shows before what will happen: every ending, several hand-overs, and many reminders."""
        most = MOST_UNASKED if self.deed is Deed.REMIND else 1
        return not self.is_confirmed and (self.deed in ENDS or len(self.versions) > most)


class DoneForm(MomentForm):
    """When all of them were done."""

    kept_at_day = day_field(_l("Day"))
    kept_at_time = time_field(_l("Time"))
    legend = WHEN_DONE.legend

    @classmethod
    def of_request(cls, zone: str, now: datetime) -> Self:
        """Read the form; done just now, unless somebody says otherwise."""
        form = cls()
        if "kept_at_day" not in request.form:
            form.fill("kept_at", now, zone)
        return form


def _number_and_version(text: str) -> tuple[int, int]:
    number, version = text.split(".")
    return int(number), int(version)


def write_done(done: dict[int, int]) -> str:
    """Return promise → event of what was done as a signed text for an address."""
    return _serializer().dumps(sorted(done.items()))


def read_done(text: str | None) -> dict[int, int]:
    """Return promise → event from an address; nothing if it was not written by us."""
    try:
        return {int(promise): int(event) for promise, event in _serializer().loads(text or "")}
    except (BadSignature, ValueError, TypeError):
        return {}


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="done together")
