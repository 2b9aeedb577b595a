"""The form of a calendar link."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice

from tracker.feeds.rules import Detail
from tracker.kernel.errors import Invalid
from tracker.kernel.words import N_
from tracker.web.forms import PageForm


def details() -> list[SelectChoice]:
    """Return what entries may show, in the language of the page."""
    return [
        SelectChoice(Detail.FULL.value, gettext("Promise and customer")),
        SelectChoice(Detail.INITIALS.value, gettext("Kind and the customer's initials")),
        SelectChoice(Detail.REFERENCE.value, gettext("Only the number, for shared calendars")),
    ]


class FeedForm(PageForm):
    """How much entries tell, and whether they remind."""

    detail = RadioField(_l("What entries show"), choices=details, default=Detail.FULL.value)
    with_alarm = BooleanField(_l("Remind half an hour before"), default=True)

    def chosen(self) -> tuple[Detail, bool]:
        """Return what was chosen. Raises Invalid where that is not on offer."""
        if not self.validate_on_submit():
            raise Invalid(N_("Choose what entries show."), field="detail")
        return Detail(self.detail.data), bool(self.with_alarm.data)

    def chosen_words(self) -> str:
        """Return the words of what entries show now."""
        return next(choice.label for choice in details() if choice.value == self.detail.data)
