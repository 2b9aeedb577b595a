"""The form in which a flag is settled."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField

from tracker.kernel.bounds import number_or_none
from tracker.precedents.rules.flags import OF_UNITS, FlagType, ends_by_hand
from tracker.precedents.rules.situations import Factor
from tracker.precedents.words import FLAG_STATES, UNIT_STATES
from tracker.web.forms import PageForm, TextField, needed
from tracker.web.languages import language


class SettleForm(PageForm):
    """How a flag ends, and why."""

    seen_version = HiddenField()
    end = RadioField(_l("How does it end?"), [needed(_l("Choose how it is settled."))], choices=[])
    factor = SelectField(_l("Which factor tells the cases apart?"), choices=[("", "–")], default="")
    note = TextField(_l("Why is that so?"), [needed(_l("Say why."))])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.offer(FlagType.TREATMENT)

    def offer(self, kind: FlagType) -> None:
        """Let a flag of this type end as such flags do."""
        words = UNIT_STATES if kind in OF_UNITS else FLAG_STATES
        self.end.choices = [(each.value, words[each]) for each in ends_by_hand(kind)]

    def offer_factors(self, factors: Iterable[Factor]) -> None:
        """Offer what cases of the situation are not compared by yet."""
        others = [(each.name, each.label_in(language())) for each in factors if not each.material]
        self.factor.choices = [("", "–"), *others]

    @property
    def version(self) -> int:
        """The version of the flag that was looked at."""
        return number_or_none(self.seen_version.data) or 0
