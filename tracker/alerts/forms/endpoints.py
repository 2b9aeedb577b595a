"""The form of a new endpoint."""

from collections.abc import Iterable

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from tracker.alerts.rules.ladders import Channel
from tracker.alerts.use_cases.endpoints import AddEndpoint
from tracker.alerts.words import PLACES
from tracker.kernel.people import Viewer
from tracker.kernel.places import LONGEST_URL
from tracker.web.forms import LineField, PageForm, needed

MINE = "0"


class EndpointForm(PageForm):
    """Whose it is, what it is, where it is."""

    whose = SelectField(_l("Whose notices"))
    kind = RadioField(_l("Where they go"), default=Channel.SLACK.value)
    name = LineField(_l("Name"), [needed(_l("Give it a name.")), Length(max=80)])
    url = LineField(_l("Address"), [needed(_l("Which address?")), Length(max=LONGEST_URL)])

    def offer(self, teams: Iterable[tuple[int, str]], kinds: Iterable[Channel]) -> None:
        """Fill the choices: whose endpoints this person may add, and what this installation can send to."""
        self.whose.choices = [(MINE, gettext("My own")), *((str(number), name) for number, name in teams)]
        self.kind.choices = [SelectChoice(kind.value, str(PLACES[kind])) for kind in kinds]

    def wish(self, actor: Viewer) -> AddEndpoint:
        """Return what was typed, once it is valid."""
        return AddEndpoint(
            actor=actor,
            team_id=None if self.whose.data == MINE else int(self.whose.data),
            kind=Channel(self.kind.data),
            name=self.name.data or "",
            url=self.url.data or "",
        )
