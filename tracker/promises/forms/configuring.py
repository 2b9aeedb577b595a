"""The forms of kinds and causes."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField
from wtforms.validators import InputRequired, Length, NumberRange

from tracker.promises.records import Cause, Kind
from tracker.promises.use_cases.configuring import Wording
from tracker.web.forms import LineField, PageForm, needed

LONGEST_NAME = 60
NEED_NAME = _l("Give it a name.")
NEED_NUMBER = _l("A whole number, 0 or more.")
MOST_MINUTES = 60 * 24 * 365
MINUTE = timedelta(minutes=1)


class CauseForm(PageForm):
    """A name in each language, the place in lists, and whether it can be chosen."""

    name_de = LineField(_l("Name in German"), [needed(NEED_NAME), Length(max=LONGEST_NAME)])
    name_en = LineField(_l("Name in English"), [needed(NEED_NAME), Length(max=LONGEST_NAME)])
    position = IntegerField(
        _l("Place in lists"), [InputRequired(NEED_NUMBER), NumberRange(0, 10_000, NEED_NUMBER)], default=100
    )
    active = BooleanField(_l("Can be chosen"), default=True)

    def wording(self) -> Wording:
        """Return what was typed."""
        return Wording(
            name_de=self.name_de.data or "",
            name_en=self.name_en.data or "",
            position=self.position.data or 0,
            active=self.active.data,
        )


class KindForm(CauseForm):
    """A kind also says how much later than its due a promise still counts as on time."""

    tolerance = IntegerField(
        _l("Tolerance in minutes"), [InputRequired(NEED_NUMBER), NumberRange(0, MOST_MINUTES, NEED_NUMBER)], default=0
    )

    def span(self) -> timedelta:
        """Return the tolerance."""
        return MINUTE * (self.tolerance.data or 0)


def wording_of(known: Kind | Cause) -> dict[str, object]:
    """Return what the form shows of something that is there already."""
    return {name: getattr(known, name) for name in ("name_de", "name_en", "position", "active")}
