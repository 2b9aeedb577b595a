"""The form of a tier."""

from wtforms import BooleanField, IntegerField
from wtforms.validators import Length, NumberRange, Optional

from tracker.accounts.forms.words import _l
from tracker.customers.rules.tiers import FEWEST_SILENT_DAYS, LONGEST_TIER_NAME, MOST_DAYS, MOST_RANK, TierFacts
from tracker.web.forms import LineField, PageForm, needed

NUMERIC = {"inputmode": "numeric"}


class TierForm(PageForm):
    """A tier in both languages, what it counts, how often its customers are called, and when they are asked by mail."""

    name_de = LineField(_l("Name in German"), [needed(_l("Which name?")), Length(max=LONGEST_TIER_NAME)])
    name_en = LineField(_l("Name in English"), [needed(_l("Which name?")), Length(max=LONGEST_TIER_NAME)])
    rank = IntegerField(_l("Rank"), [Optional(), NumberRange(0, MOST_RANK)], default=0, render_kw=NUMERIC)
    check_in_days = IntegerField(
        _l("Check-in every so many days"), [Optional(), NumberRange(1, MOST_DAYS)], render_kw=NUMERIC
    )
    survey_after_days = IntegerField(
        _l("Ask by mail after so many silent days"),
        [Optional(), NumberRange(FEWEST_SILENT_DAYS, MOST_DAYS)],
        render_kw=NUMERIC,
    )
    active = BooleanField(_l("New customers may be in this tier"), default=True)

    def facts(self) -> TierFacts:
        """Return what was asked for."""
        return TierFacts(
            name_de=self.name_de.data or "",
            name_en=self.name_en.data or "",
            rank=self.rank.data or 0,
            check_in_days=self.check_in_days.data,
            survey_after_days=self.survey_after_days.data,
            active=bool(self.active.data),
        )
