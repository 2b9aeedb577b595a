"""One small form for everything that can be done with a promise."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.validators import Length

from tracker.kernel.people import Viewer
from tracker.promises.forms.moments import DueFields, MomentForm, day_field, time_field
from tracker.promises.records import Promise
from tracker.promises.rules import Channel, Settlement, Standing, State, standing
from tracker.promises.use_cases.renegotiating import Informed
from tracker.promises.words import TELLING_CHANNELS
from tracker.web.forms import LineField, TextField, needed


@dataclass(frozen=True, slots=True)
class Pair:
    """A day and a time beside each other under one legend: the fields `name_day` and `name_time`."""

    name: str
    legend: LazyString


Part = str | Pair
WHEN_DONE = Pair("kept_at", _l("When was it done?"))
WHEN_TOLD = Pair("informed_at", _l("When was the customer told?"))


class ActionForm(MomentForm):
    """What every such form has: the version that was looked at, the last event seen, and where to go afterwards.

    `parts` are shown in this order; those in `optional` may stay empty.
    """

    parts: ClassVar[tuple[Part, ...]] = ()
    optional: ClassVar[frozenset[str]] = frozenset()

    row_version = HiddenField()
    seen = HiddenField()
    next = HiddenField()

    @property
    def seen_version(self) -> int:
        """The version of the promise that was looked at; 0, which none has, if the form does not say."""
        return _number(self.row_version.data)

    @property
    def seen_event(self) -> int:
        """The last event that was seen; 0 if the form does not say."""
        return _number(self.seen.data)

    def prefill(self, promise: Promise, who: Viewer, now: datetime) -> None:
        """Fill the form for a promise that is looked at now."""

    def text(self, name: str) -> str:
        """Return what stands in a field of text."""
        return str(self[name].data or "")


def _number(text: object) -> int:
    return int(str(text)) if str(text or "").isdecimal() else 0


class CauseForm(ActionForm):
    """Endings that may have to say why."""

    cause = SelectField(_l("Why?"), coerce=lambda text: int(text) if text else None, validate_choice=False)
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


class InformForm(ActionForm):
    """The customer was told how things stand."""

    parts: ClassVar[tuple[Part, ...]] = (WHEN_TOLD, "informed_channel", "informed_words")
    optional: ClassVar[frozenset[str]] = frozenset({"informed_words"})

    informed_at_day = day_field(_l("Day"))
    informed_at_time = time_field(_l("Time"))
    informed_channel = SelectField(_l("How?"), choices=TELLING_CHANNELS, default=Channel.PHONE.value)
    informed_words = TextField(_l("In which words?"))

    def prefill(self, promise: Promise, who: Viewer, now: datetime) -> None:  # noqa: ARG002 - forms differ in this
        """Just now, by phone."""
        self.fill("informed_at", now, who.time_zone)

    def told(self, who: Viewer, now: datetime) -> Informed:
        """Return when, how and in which words the customer was told."""
        at = self.moment("informed_at", who.time_zone, now) or now
        return Informed(at=at, channel=Channel(self.informed_channel.data), words=self.text("informed_words"))


class RenegotiateForm(DueFields, InformForm):
    """A new date, why, and whether the customer knows."""

    parts: ClassVar[tuple[Part, ...]] = (Pair("due", _l("New date")), "reason", "informed", *InformForm.parts)

    reason = TextField(_l("Why is there a new date?"))
    informed = RadioField(
        _l("Does the customer know?"),
        [needed(_l("Say whether the customer was told."))],
        choices=[("yes", _l("Yes, told as below")), ("no", _l("Not yet"))],
        validate_choice=False,
    )

    def told_if_so(self, who: Viewer, now: datetime) -> Informed | None:
        """Return how the customer was told, None when that is still to be done."""
        return self.told(who, now) if self.informed.data == "yes" else None


class HandOverForm(ActionForm):
    """Somebody else shall own it."""

    parts: ClassVar[tuple[Part, ...]] = ("to", "words")
    optional: ClassVar[frozenset[str]] = frozenset({"words"})

    to = SelectField(_l("To whom?"), coerce=int, validate_choice=False)
    words = TextField(_l("What should they know?"))


class WordsForm(ActionForm):
    """A few words, or none."""

    parts: ClassVar[tuple[Part, ...]] = ("words",)
    optional: ClassVar[frozenset[str]] = frozenset({"words"})

    words = TextField(_l("Words"))


class DeclineForm(WordsForm):
    """No to a hand-over."""

    words = TextField(_l("Why not?"))


class AttemptForm(WordsForm):
    """Tried, and nobody was reached."""

    parts: ClassVar[tuple[Part, ...]] = ("channel", "words")

    channel = SelectField(_l("How?"), choices=TELLING_CHANNELS, default=Channel.PHONE.value)
    words = TextField(_l("Note"))


class NoteForm(WordsForm):
    """A note for colleagues."""

    optional: ClassVar[frozenset[str]] = frozenset()

    words = TextField(_l("Note"), [needed(_l("The note is empty."))])


class ApologiseForm(WordsForm):
    """Sorry was said."""

    words = TextField(_l("In which words?"))


class SnoozeForm(ActionForm):
    """The reminder comes later; the date that the customer was told stays."""

    parts: ClassVar[tuple[Part, ...]] = (Pair("remind_at", _l("Remind when?")),)

    remind_at_day = day_field(_l("Day"))
    remind_at_time = time_field(_l("Time"))


class CorrectForm(ActionForm):
    """Better words around a promise; statement and dates were said to the customer and stay."""

    parts: ClassVar[tuple[Part, ...]] = ("kind", "source_reference", "conditions", "urgent", "visible_to_customer")
    optional: ClassVar[frozenset[str]] = frozenset({"source_reference", "conditions"})

    kind = SelectField(_l("Kind"), coerce=int, validate_choice=False)
    source_reference = LineField(_l("Ticket, order or invoice"), [Length(max=80)])
    conditions = TextField(_l("Conditions"))
    urgent = BooleanField(_l("Urgent"))
    visible_to_customer = BooleanField(_l("The customer may see it"))

    def prefill(self, promise: Promise, who: Viewer, now: datetime) -> None:  # noqa: ARG002 - forms differ in this
        """What is there now."""
        self.kind.data = promise.kind_id
        for name in ("source_reference", "conditions", "urgent", "visible_to_customer"):
            self[name].data = getattr(promise, name)
