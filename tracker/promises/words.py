"""What people read for the values that promises are made of."""

from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _l

from tracker.promises.rules import Channel, ScopeKind
from tracker.worktime.due_offsets import DueOffset, DueUnit

CHANNELS: dict[str, LazyString] = {
    Channel.PHONE: _l("Phone"),
    Channel.MAIL: _l("Mail"),
    Channel.CHAT: _l("Chat"),
    Channel.IN_PERSON: _l("In person"),
    Channel.LETTER: _l("Letter"),
    Channel.IMPORT: _l("Import"),
    Channel.OTHER: _l("Other way"),
}

TELLING_CHANNELS = [(key, words) for key, words in CHANNELS.items() if key != Channel.IMPORT]
"""The ways in which people talk to customers, as choices of a form."""

WEEKDAYS = (_l("Monday"), _l("Tuesday"), _l("Wednesday"), _l("Thursday"), _l("Friday"), _l("Saturday"), _l("Sunday"))
LEADS = (
    _l("under 4 hours"),
    _l("4 to 24 hours"),
    _l("1 to 3 days"),
    _l("3 days to a week"),
    _l("1 to 2 weeks"),
    _l("2 weeks and more"),
)
"""The steps of `measures.LEAD_STEPS`."""
LATE_BY = (
    _l("under 1 hour"),
    _l("1 to 4 hours"),
    _l("4 to 24 hours"),
    _l("1 to 3 days"),
    _l("3 days to a week"),
    _l("a week and more"),
)
"""The bands of `measures.LATE_BANDS`."""

SCOPES: dict[str, LazyString] = {
    ScopeKind.CUSTOMER: _l("This customer only"),
    ScopeKind.TIER: _l("Customers of a tier"),
    ScopeKind.VOLUME: _l("Customers from a yearly volume on"),
    ScopeKind.REGION: _l("Customers of a region"),
    ScopeKind.TAG: _l("Customers with a tag"),
    ScopeKind.EVERYONE: _l("Every customer"),
}


def offset_in_words(offset: DueOffset) -> str:
    """Return `in 4 office hours`, `end of next working day`."""
    match offset.unit:
        case DueUnit.OFFICE_HOURS:
            return ngettext("in %(num)d office hour", "in %(num)d office hours", offset.count)
        case DueUnit.WORKING_DAYS:
            return ngettext("in %(num)d working day", "in %(num)d working days", offset.count)
        case DueUnit.CLOCK_HOURS:
            return ngettext("in %(num)d hour", "in %(num)d hours", offset.count)
        case DueUnit.END_OF_TODAY:
            return gettext("end of today")
        case DueUnit.END_OF_NEXT_WORKING_DAY:
            return gettext("end of next working day")
