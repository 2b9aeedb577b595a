"""The form in which a request for approval is answered."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField

from tracker.kernel.bounds import number_or_none
from tracker.kernel.errors import Invalid
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.precedents.forms.numbers import NumberField, with_unit
from tracker.precedents.forms.policies import end_of_day, last_day
from tracker.precedents.records import Approval
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.deciding import Wish
from tracker.precedents.words import OUTCOMES
from tracker.promises.forms.moments import day_field
from tracker.web.forms import PageForm, TextField, needed

ANSWERS = [(key.value, words) for key, words in OUTCOMES.items()]


class AnswerForm(PageForm):
    """Grant, grant less, or refuse; with a reason."""

    seen_version = HiddenField()
    outcome = RadioField(_l("Answer"), [needed(_l("Choose the answer."))], choices=ANSWERS)
    amount = NumberField(_l("Amount"))
    ends_on = day_field(_l("Granted until, that day included"))
    one_off = BooleanField(_l("Once, as goodwill, and the customer is told so"))
    reason = TextField(_l("Why is that so?"), [needed(_l("Say why."))])

    @property
    def version(self) -> int:
        """The version of the request that was looked at."""
        return number_or_none(self.seen_version.data) or 0

    def measure(self, unit: str) -> None:
        """Name the unit of amounts."""
        self.amount.label.text = with_unit(self.amount.label.text, unit)

    def begin(self, asked: Approval, actor: Viewer) -> None:
        """Begin with what was asked for."""
        self.seen_version.data, self.one_off.data = str(asked.row_version), asked.one_off
        self.amount.populate(asked.amount)
        self.ends_on.data = None if asked.ends_at is None else last_day(asked.ends_at, actor.time_zone)

    def ends_at(self, asked: Approval, actor: Viewer) -> datetime | None:
        """Return until when a grant goes on: until the moment that was asked for, where its day was left as it stood.

        None where nothing goes on. Raises Invalid, naming the field, where no day was given.
        """
        if asked.ends_at is None or not Outcome(self.outcome.data).is_grant:
            return None
        if self.ends_on.data is None:
            raise Invalid(N_("Until when?"), field="ends_on")
        is_as_asked = self.ends_on.data == last_day(asked.ends_at, actor.time_zone)
        return asked.ends_at if is_as_asked else end_of_day(self.ends_on.data, actor.time_zone)

    def wish(self, *, has_amount: bool) -> Wish:
        """Return how the request is answered."""
        return Wish(
            outcome=Outcome(self.outcome.data),
            amount=self.amount.data if has_amount else None,
            reason=self.reason.data or "",
            is_one_off=self.one_off.data,
        )
