"""The forms of the register: noting, correcting, meeting, and the topics behind it."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, Length, NumberRange

from tracker.expectations.records import Topic
from tracker.expectations.rules import Source
from tracker.expectations.use_cases.answering import CorrectExpectation, MeetExpectation
from tracker.expectations.use_cases.noting import NoteExpectation
from tracker.expectations.use_cases.topics import TopicWish
from tracker.expectations.words import SOURCES
from tracker.kernel.bounds import number, number_or_none
from tracker.kernel.people import Viewer
from tracker.promises.rules import Channel
from tracker.promises.words import TELLING_CHANNELS
from tracker.web.forms import LineField, PageForm, TextField, needed

LONGEST_TITLE = 80
NEED_NAME = _l("Give it a name.")
NEED_SENTENCE = _l("What do you say honestly and early?")
NEED_NUMBER = _l("A whole number, 0 or more.")
CHOICES = list(SOURCES.items())


class NoteForm(PageForm):
    """What a customer counts on, why, and what was said to it at once."""

    topic = SelectField(_l("What do they count on?"), coerce=number, validate_choice=False)
    source = RadioField(_l("Where from?"), choices=CHOICES, default=Source.EXPERIENCE.value)
    words = TextField(_l("In their words"))
    complains = BooleanField(_l("They complain about it already"))
    said = TextField(_l("What did you say?"))
    channel = RadioField(_l("Said over"), choices=TELLING_CHANNELS, default=Channel.PHONE.value)
    decision = HiddenField()

    def command(self, actor: Viewer, customer_id: int) -> NoteExpectation:
        """Return what is to be written down."""
        return NoteExpectation(
            actor=actor,
            customer_id=customer_id,
            topic_id=self.topic.data or 0,
            source=Source(self.source.data),
            words=self.words.data or "",
            complains=self.complains.data,
            said=self.said.data or "",
            channel=Channel(self.channel.data),
            decision_id=number_or_none(self.decision.data),
        )


class CorrectForm(PageForm):
    """What the customer was told, and how."""

    seen_version = HiddenField()
    said = TextField(_l("What did you say?"), [needed(_l("What did you say?"))])
    channel = RadioField(_l("Said over"), choices=TELLING_CHANNELS, default=Channel.PHONE.value)

    def command(self, actor: Viewer, expectation_id: int) -> CorrectExpectation:
        """Return the correction."""
        return CorrectExpectation(
            actor=actor,
            expectation_id=expectation_id,
            seen_version=number_or_none(self.seen_version.data) or 0,
            said=self.said.data or "",
            channel=Channel(self.channel.data),
        )


class MeetForm(PageForm):
    """Which promise meets it."""

    seen_version = HiddenField()
    promise = SelectField(_l("Which promise meets it?"), coerce=number, validate_choice=False)

    def command(self, actor: Viewer, expectation_id: int) -> MeetExpectation:
        """Return which promise it became."""
        return MeetExpectation(
            actor=actor,
            expectation_id=expectation_id,
            seen_version=number_or_none(self.seen_version.data) or 0,
            promise_id=self.promise.data or 0,
        )


class TopicForm(PageForm):
    """A topic in both languages."""

    title_de = LineField(_l("Name in German"), [needed(NEED_NAME), Length(max=LONGEST_TITLE)])
    title_en = LineField(_l("Name in English"), [needed(NEED_NAME), Length(max=LONGEST_TITLE)])
    honest_de = TextField(_l("The honest sentence in German"), [needed(NEED_SENTENCE)])
    honest_en = TextField(_l("The honest sentence in English"), [needed(NEED_SENTENCE)])
    kind = SelectField(_l("Concerns promises of this kind"), coerce=number, validate_choice=False, default=0)
    written_at = LineField(_l("Address of the policy"), [Length(max=200)])
    position = IntegerField(
        _l("Place in lists"), [InputRequired(NEED_NUMBER), NumberRange(0, 10_000, NEED_NUMBER)], default=100
    )
    active = BooleanField(_l("Can be chosen"), default=True)

    def wish(self) -> TopicWish:
        """Return the topic as it shall be."""
        return TopicWish(
            title_de=self.title_de.data or "",
            title_en=self.title_en.data or "",
            honest_de=self.honest_de.data or "",
            honest_en=self.honest_en.data or "",
            kind_id=self.kind.data or None,
            written_at=self.written_at.data or "",
            position=self.position.data or 0,
            active=self.active.data,
        )


def values_of(topic: Topic) -> dict[str, object]:
    """Return what the form shows of a topic that is there already."""
    names = ("title_de", "title_en", "honest_de", "honest_en", "written_at", "position", "active")
    return {**{name: getattr(topic, name) for name in names}, "kind": topic.kind_id or 0}
