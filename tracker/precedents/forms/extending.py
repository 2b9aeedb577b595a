"""The forms in which a version of a policy, or a grant, goes on for longer."""

from dataclasses import replace
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from tracker.kernel.people import Viewer
from tracker.precedents.considering import Draft
from tracker.precedents.forms.deciding import DecisionForm, fields_of
from tracker.precedents.forms.policies import end_of_day, last_day
from tracker.precedents.records import Decision
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.situations import SituationFacts
from tracker.precedents.use_cases.recording import Decide
from tracker.promises.forms.moments import day_field
from tracker.web.forms import PageForm, TextField, needed


class ExtendForm(PageForm):
    """Until when, and why after what was decided under it."""

    seen = HiddenField()
    ends_on = day_field(_l("In force until, that day included"))
    reason = TextField(_l("Why is it to go on?"), [needed(_l("Say why it is to go on."))])

    def ends_at(self, actor: Viewer) -> datetime | None:
        """Return the moment at which it shall end, None where no day was given."""
        return end_of_day(self.ends_on.data, actor.time_zone)


class ExtendGrantForm(DecisionForm):
    """What is known of the case today, until when it shall go on, and why; `grant_form` adds the situation's fields."""

    ends_on = day_field(_l("Granted until, that day included"))
    reason = TextField(_l("Why does it go on?"), [needed(_l("Say why it goes on."))])
    compares = False

    def begin(self, grant: Decision, actor: Viewer, most_days: int | None) -> None:
        """Begin with what was known when it was granted, and with as long as grants last by the policy."""
        self.start()
        self.show_facts(grant)
        if most_days is not None and grant.expires_at is not None:
            self.ends_on.data = last_day(grant.expires_at + timedelta(days=most_days), actor.time_zone)

    def draft_of(self, grant: Decision, actor: Viewer) -> Draft:
        """Return the request that the grant shall go on, as it stands: a matter of the team that granted it."""
        draft = self.draft(actor, grant.situation_id)
        return replace(draft, customer_id=grant.customer_id, team_id=grant.team_id, extends=grant.id)

    def extension(self, grant: Decision, actor: Viewer) -> Decide:
        """Return what is to be recorded."""
        command = self.command_to(Outcome.GRANTED, self.draft_of(grant, actor))
        return replace(command, request=grant.request, ends_at=end_of_day(self.ends_on.data, actor.time_zone))


def grant_form(situation: SituationFacts) -> type[ExtendGrantForm]:
    """Return the form in which a grant of a situation goes on."""
    return type("ExtendGrantFormOfSituation", (ExtendGrantForm,), fields_of(situation))
