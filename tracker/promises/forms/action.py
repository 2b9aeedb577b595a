"""What every small form for doing something with a promise has."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask_babel import LazyString
from wtforms import HiddenField

from tracker.kernel.bounds import number_or_none
from tracker.kernel.people import Viewer
from tracker.promises.forms.moments import MomentForm
from tracker.promises.records import Promise


@dataclass(frozen=True, slots=True)
class Pair:
    """A day and a time beside each other under one legend: the fields `name_day` and `name_time`."""

    name: str
    legend: LazyString


Part = str | Pair


class ActionForm(MomentForm):
    """What every such form has: the version that was looked at, the last event seen, and where to go afterwards.

    `parts` are shown in this order; those in `optional` may stay empty, `hints` say more about some.
    """

    parts: ClassVar[tuple[Part, ...]] = ()
    optional: ClassVar[frozenset[str]] = frozenset()
    hints: ClassVar[Mapping[str, LazyString]] = {}

    row_version = HiddenField()
    seen = HiddenField()
    next = HiddenField()

    @property
    def seen_version(self) -> int:
        """The version of the promise that was looked at; 0, which none has, if the form does not say."""
        return number_or_none(self.row_version.data) or 0

    @property
    def seen_event(self) -> int:
        """The last event that was seen; 0 if the form does not say."""
        return number_or_none(self.seen.data) or 0

    def prefill(self, promise: Promise, who: Viewer, now: datetime) -> None:
        """Fill the form for a promise that is looked at now."""

    def text(self, name: str) -> str:
        """Return what stands in a field of text."""
        return str(self[name].data or "")
