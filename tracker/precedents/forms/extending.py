"""The form in which a version of a policy goes on for longer."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from tracker.kernel.people import Viewer
from tracker.precedents.forms.policies import end_of_day
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
