"""Where a calendar is, and what of it is entered."""

from collections.abc import Iterable
from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import SelectField
from wtforms.validators import Length

from tracker.accounts.forms.choices import optional_number
from tracker.daysoff.entries import LONGEST_TITLE
from tracker.daysoff.fetching import fetch
from tracker.daysoff.reading import MOST_BYTES
from tracker.daysoff.rules import AHEAD, MOST_OFFERED, Stretch
from tracker.kernel.bounds import is_within_reach
from tracker.kernel.errors import Invalid
from tracker.kernel.outbound import Outbound
from tracker.kernel.words import N_
from tracker.web.forms import LineField, PageForm
from tracker.web.texts import clean_line

ADDRESS_KW = {"type": "url", "inputmode": "url", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class SourceForm(PageForm):
    """A calendar as a file or by its address."""

    file = FileField(_l("Calendar file"), render_kw={"accept": ".ics,text/calendar"})
    address = LineField(_l("or its address"), [Length(max=2000)], render_kw=ADDRESS_KW)

    def content(self, outbound: Outbound) -> bytes:
        """Return what the file or the address holds. Raises Invalid."""
        if self.file.data:
            held: bytes = self.file.data.read(MOST_BYTES + 1)
            return held
        if self.address.data:
            return fetch(self.address.data, outbound)
        raise Invalid(N_("Choose a file, or enter an address."), field="file")


class AwayForm(PageForm):
    """Who stands in during the absences that are entered."""

    deputy_id = SelectField(_l("Who stands in?"), coerce=optional_number)


def written(stretch: Stretch) -> str:
    """Return what a chosen stretch is sent as."""
    return f"{stretch.first.isoformat()} {stretch.last.isoformat()} {stretch.title}"


def chosen(sent: Iterable[str]) -> list[Stretch]:
    """Return the stretches that were chosen. Raises Invalid for what no page of ours offers."""
    try:
        found = [_stretch(text) for text in sent]
    except ValueError:
        raise Invalid(N_("Something in it does not fit.")) from None
    if len(found) > MOST_OFFERED:
        raise Invalid(N_("Something in it does not fit."))
    return found


def _stretch(text: str) -> Stretch:
    first, last, title = text.split(" ", 2)
    stretch = Stretch(date.fromisoformat(first), date.fromisoformat(last), clean_line(title)[:LONGEST_TITLE])
    is_right = is_within_reach(stretch.first) and is_within_reach(stretch.last)
    if not is_right or not stretch.first <= stretch.last <= stretch.first + AHEAD:
        raise ValueError(text)
    return stretch
