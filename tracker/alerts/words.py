"""What alerts, audiences, channels and states are called."""

from datetime import timedelta

from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _l

from tracker.alerts.rules.ladders import NOTHING, Audience, Channel, NoticeKind, RungFacts

KINDS = {
    NoticeKind.BEFORE_DUE: _l("Due soon"),
    NoticeKind.DUE: _l("Due now"),
    NoticeKind.OVERDUE: _l("Overdue"),
    NoticeKind.SNOOZE: _l("Reminder"),
    NoticeKind.DRAFT: _l("Not finished yet"),
    NoticeKind.COMES_BACK: _l("Still open"),
    NoticeKind.OFFERED: _l("To take over"),
    NoticeKind.RETURNED: _l("Came back"),
    NoticeKind.CUSTOMER_OBJECTS: _l("Customer: the date does not suit"),
    NoticeKind.CUSTOMER_CALL: _l("Customer: please call"),
    NoticeKind.CUSTOMER_THANKS: _l("Customer: done, thank you"),
    NoticeKind.CUSTOMER_DOUBTS: _l("Customer: not everything was done"),
    NoticeKind.CUSTOMER_WRITES: _l("Customer: answered our mail"),
    NoticeKind.GROUNDLESS: _l("What it follows from was taken back"),
    NoticeKind.APPROVAL_ASKED: _l("To approve"),
    NoticeKind.APPROVAL_WAITS: _l("To approve soon"),
    NoticeKind.APPROVAL_LATE: _l("Approval late"),
    NoticeKind.APPROVAL_ANSWERED: _l("Your request is answered"),
    NoticeKind.APPROVAL_STRANDED: _l("Nobody can answer it"),
    NoticeKind.FLAG_STRANDED: _l("Nobody looks into it"),
    NoticeKind.POLICY_ENDS: _l("A policy ends soon"),
    NoticeKind.GRANT_ENDS: _l("What was granted ends soon"),
}
"""What a notice says, in a few words; the promise beside it says the rest."""

NOTICES: dict[str, LazyString] = KINDS | {
    "delivery_undelivered": _l("Not delivered"),
    "delivery_unreached": _l("Mail did not reach the customer"),
    "delivery_paused": _l("Channel does not answer"),
    "delivery_disabled": _l("Channel is gone"),
}
"""The same for everything that the inbox may hold: delivering has something to say as well."""

AUDIENCES = {
    Audience.OWNER: _l("Owner"),
    Audience.MAKER: _l("Who promised it"),
    Audience.DEPUTY: _l("Deputy of the owner"),
    Audience.TEAM: _l("The whole team"),
    Audience.MANAGER: _l("Manager of the team"),
    Audience.MANAGERS_MANAGER: _l("Manager of the manager"),
    Audience.ASKER: _l("Who asked"),
    Audience.APPROVER: _l("Who may approve"),
    Audience.APPROVERS_MANAGER: _l("Who may approve next"),
}

CHANNELS = {
    Channel.APP: _l("in the application"),
    Channel.MAIL: _l("by mail"),
    Channel.WEBHOOK: _l("by webhook"),
    Channel.SLACK: _l("on Slack"),
    Channel.TEAMS: _l("on Microsoft Teams"),
    Channel.APPRISE: _l("by another service"),
}

PLACES: dict[str, LazyString] = {
    Channel.WEBHOOK: _l("Webhook"),
    Channel.SLACK: _l("Slack"),
    Channel.TEAMS: _l("Microsoft Teams"),
    Channel.APPRISE: _l("Another service, by Apprise"),
}
"""Where endpoints lead."""

STATES: dict[str, LazyString] = {
    "told": _l("told"),
    "seen": _l("seen"),
    "pending": _l("waits"),
    "sending": _l("on its way"),
    "sent": _l("sent"),
    "dead": _l("failed"),
    "cancelled": _l("not needed any more"),
    "uncertain": _l("perhaps sent"),
}
"""How one telling stands."""

REASONS: dict[str, LazyString] = {
    "settled": _l("The promise had ended."),
    "rescheduled": _l("There was a new plan."),
    "ladder_changed": _l("The reminders were changed."),
    "a_higher_one": _l("A more pressing one stood for it."),
    "nobody": _l("There was nobody to tell."),
    "past": _l("Its moment was over when this was agreed."),
    "snoozed": _l("The owner asked for a later reminder."),
}
"""Why something did not go out."""


def when(rung: RungFacts) -> str:
    """Return when a rung goes out, from the due: `2 office hours before`, `when due`, `1 office hour after`."""
    if rung.offset == NOTHING:
        return gettext("when it is due")
    amount = amount_of(abs(rung.offset), in_office_time=rung.in_office_time)
    is_before = rung.offset < NOTHING
    return gettext("%(amount)s before", amount=amount) if is_before else gettext("%(amount)s after", amount=amount)


def amount_of(span: timedelta, *, in_office_time: bool) -> str:
    """Return a span as people say it."""
    hours, minutes = divmod(int(span.total_seconds() // 60), 60)
    if minutes:
        whole = hours * 60 + minutes
        office = ngettext("%(num)d office minute", "%(num)d office minutes", whole)
        return office if in_office_time else ngettext("%(num)d minute", "%(num)d minutes", whole)
    if in_office_time:
        return ngettext("%(num)d office hour", "%(num)d office hours", hours)
    return ngettext("%(num)d hour", "%(num)d hours", hours)
