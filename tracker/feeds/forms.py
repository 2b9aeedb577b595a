"""The forms of a calendar link and of an app password."""

from collections.abc import Iterable

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from tracker.feeds.rules import Detail, Subject
from tracker.feeds.use_cases.feeds import Style
from tracker.kernel.errors import Invalid
from tracker.kernel.words import N_
from tracker.web.forms import LineField, PageForm, needed


def details() -> list[SelectChoice]:
    """Return what entries may show, in the language of the page."""
    return [
        SelectChoice(Detail.FULL.value, gettext("Promise and customer")),
        SelectChoice(Detail.INITIALS.value, gettext("Kind and the customer's initials")),
        SelectChoice(Detail.REFERENCE.value, gettext("Only the number, for shared calendars")),
    ]


class FeedForm(PageForm):
    """What the calendar is called, how much entries tell, and whether they remind."""

    name = LineField(_l("Name of the calendar"), [Length(max=60)])
    detail = RadioField(_l("What entries show"), choices=details, default=Detail.FULL.value)
    with_alarm = BooleanField(_l("Remind when the tracker does"), default=True)

    def chosen(self) -> Style:
        """Return what was chosen. Raises Invalid where that is not on offer."""
        is_right = self.validate_on_submit()
        if self.name.errors:
            raise Invalid(N_("The name of a calendar has 60 characters at most."), field="name")
        if not is_right:
            raise Invalid(N_("Choose what entries show."), field="detail")
        return Style(name=self.name.data or "", detail=Detail(self.detail.data), with_alarm=bool(self.with_alarm.data))

    def chosen_words(self) -> str:
        """Return the words of what entries show now."""
        return next(choice.label for choice in details() if choice.value == self.detail.data)


class NewFeedForm(FeedForm):
    """The same, and what the calendar is about."""

    subject = RadioField(_l("Which promises"))

    def offer(self, subjects: Iterable[tuple[Subject, str]]) -> None:
        """Let these be chosen, the first one unless told otherwise."""
        self.subject.choices = [SelectChoice(str(subject), words) for subject, words in subjects]
        self.subject.data = self.subject.data or self.subject.choices[0].value

    def chosen_subject(self) -> Subject:
        """Return what the calendar shall be about; only after `chosen`."""
        return Subject.of(self.subject.data)


class PasswordForm(PageForm):
    """Which program a password is for."""

    name = LineField(_l("For which program?"), [needed(_l("Say which program it is for.")), Length(max=60)])
