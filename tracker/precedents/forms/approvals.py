"""The form in which a request for approval is answered."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField

from tracker.kernel.bounds import number_or_none
from tracker.precedents.forms.numbers import NumberField
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.deciding import Wish
from tracker.precedents.words import OUTCOMES
from tracker.web.forms import PageForm, TextField, needed

ANSWERS = [(key.value, words) for key, words in OUTCOMES.items()]


class AnswerForm(PageForm):
    """Grant, grant less, or refuse; with a reason."""

    seen_version = HiddenField()
    outcome = RadioField(_l("Answer"), [needed(_l("Choose the answer."))], choices=ANSWERS)
    amount = NumberField(_l("Amount"))
    one_off = BooleanField(_l("Once, as goodwill, and the customer is told so"))
    reason = TextField(_l("Why is that so?"), [needed(_l("Say why."))])

    @property
    def version(self) -> int:
        """The version of the request that was looked at."""
        return number_or_none(self.seen_version.data) or 0

    def wish(self, *, has_amount: bool) -> Wish:
        """Return how the request is answered."""
        return Wish(
            outcome=Outcome(self.outcome.data),
            amount=self.amount.data if has_amount else None,
            reason=self.reason.data or "",
            is_one_off=self.one_off.data,
        )
