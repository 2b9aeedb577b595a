"""The form of a calendar link."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice

from tracker.feeds.rules import Detail
from tracker.kernel.errors import Invalid
from tracker.kernel.words import N_
from tracker.web.forms import PageForm


class FeedForm(PageForm):
    """How much entries tell, and whether they remind."""

    detail = RadioField(
        _l("What entries show"),
        choices=[
            SelectChoice(Detail.FULL.value, _l("Promise and customer")),
            SelectChoice(Detail.INITIALS.value, _l("Kind and the customer's initials")),
            SelectChoice(Detail.REFERENCE.value, _l("Only the number, for shared calendars")),
        ],
        default=Detail.FULL.value,
    )
    with_alarm = BooleanField(_l("Remind half an hour before"), default=True)

    def chosen(self) -> tuple[Detail, bool]:
        """Return what was chosen. Raises Invalid where that is not on offer."""
        if not self.validate_on_submit():
            raise Invalid(N_("Choose what entries show."), field="detail")
        return Detail(self.detail.data), bool(self.with_alarm.data)

    def chosen_words(self) -> str:
        """Return the words of what entries show now."""
        return next(str(option.label.text) for option in self.detail if option.checked)
