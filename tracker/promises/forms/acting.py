"""One small form for everything that is done along the way."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import Length

from tracker.kernel.bounds import number
from tracker.kernel.people import Viewer
from tracker.promises.forms.action import ActionForm, Pair, Part
from tracker.promises.forms.moments import DueFields, day_field, time_field
from tracker.promises.records import Promise
from tracker.promises.rules import Channel
from tracker.promises.use_cases.renegotiating import Informed
from tracker.promises.words import TELLING_CHANNELS
from tracker.web.forms import LineField, TextField, needed

WHEN_TOLD = Pair("informed_at", _l("When was the customer told?"))


class InformForm(ActionForm):
    """The customer was told how things stand."""

    parts: ClassVar[tuple[Part, ...]] = (WHEN_TOLD, "informed_channel", "informed_words")
    optional: ClassVar[frozenset[str]] = frozenset({"informed_words"})
    hints: ClassVar[Mapping[str, LazyString]] = {
        "informed_words": _l("The customer may read this on a page of their own.")
    }

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

    to = SelectField(_l("To whom?"), coerce=number, validate_choice=False)
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
    hints: ClassVar[Mapping[str, LazyString]] = {"conditions": _l("The customer may read this on a page of their own.")}

    kind = SelectField(_l("Kind"), coerce=number, validate_choice=False)
    source_reference = LineField(_l("Ticket, order or invoice"), [Length(max=80)])
    conditions = TextField(_l("Conditions"))
    urgent = BooleanField(_l("Urgent"))
    visible_to_customer = BooleanField(_l("The customer may see it"))

    def prefill(self, promise: Promise, who: Viewer, now: datetime) -> None:  # noqa: ARG002 - forms differ in this
        """What is there now."""
        self.kind.data = promise.kind_id
        for name in ("source_reference", "conditions", "urgent", "visible_to_customer"):
            self[name].data = getattr(promise, name)
