"""How a promise ended, and that it had not."""

from datetime import datetime
from typing import ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from tracker.kernel.bounds import number_or_none
from tracker.kernel.people import Viewer
from tracker.promises.forms.action import ActionForm, Pair, Part
from tracker.promises.forms.moments import day_field, time_field
from tracker.promises.records import Promise
from tracker.promises.rules import Settlement, Standing, State, standing
from tracker.web.forms import LineField, TextField

WHEN_DONE = Pair("kept_at", _l("When was it done?"))


class CauseForm(ActionForm):
    """Endings that may have to say why."""

    cause = SelectField(_l("Why?"), coerce=number_or_none, validate_choice=False)
    note = TextField(_l("Note"))

    def settlement(self, outcome: State, kept_at: datetime | None = None) -> Settlement:
        """Return the ending that was described."""
        return Settlement(
            outcome=outcome,
            kept_at=kept_at,
            cause_id=self.cause.data,
            note=self.text("note"),
            missing=self.text("missing") if "missing" in self else "",
            evidence=self.text("evidence") if "evidence" in self else "",
        )


class KeepForm(CauseForm):
    """Done: when, and why late if it was. Sent without anything it means now."""

    parts: ClassVar[tuple[Part, ...]] = (WHEN_DONE, "cause", "evidence", "note")
    optional: ClassVar[frozenset[str]] = frozenset({"evidence", "note"})

    kept_at_day = day_field(_l("Day"))
    kept_at_time = time_field(_l("Time"))
    evidence = LineField(_l("Evidence: a reference, or who confirmed it"))

    is_late = False

    def prefill(self, promise: Promise, who: Viewer, now: datetime) -> None:
        """Done just now, unless somebody says otherwise; the cause is only asked for when it is late."""
        self.fill("kept_at", now, who.time_zone)
        self.is_late = standing(promise.facts(), now) is Standing.OVERDUE

    def kept_at(self, who: Viewer, now: datetime) -> datetime:
        """Return when it was done."""
        return self.moment("kept_at", who.time_zone, now) or now


class PartlyKeepForm(KeepForm):
    """Done in part: what is missing, and why."""

    parts: ClassVar[tuple[Part, ...]] = ("missing", "cause", WHEN_DONE, "evidence", "note")

    missing = TextField(_l("What is missing?"))


class BreakForm(CauseForm):
    """Not done, and not going to be."""

    parts: ClassVar[tuple[Part, ...]] = ("cause", "note")
    optional: ClassVar[frozenset[str]] = frozenset({"note"})


class WithdrawForm(CauseForm):
    """Nobody needs it any more."""

    parts: ClassVar[tuple[Part, ...]] = ("note",)

    note = TextField(_l("Why is it no longer needed?"))


class ReopenForm(ActionForm):
    """It was settled wrongly."""

    parts: ClassVar[tuple[Part, ...]] = ("reason",)

    reason = TextField(_l("Why is it open again?"))
