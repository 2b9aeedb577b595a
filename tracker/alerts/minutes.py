"""What minutes by mail say: one line a promise, with what was decided and by whom."""

from datetime import datetime

from flask_babel import gettext, ngettext

from tracker.alerts.queries.minutes import Decided
from tracker.alerts.rules.messages import Action, Line, Link, Message
from tracker.alerts.saying import settings, what
from tracker.alerts.use_cases.contents import MinutesLetter
from tracker.promises import timeline
from tracker.promises.queries.naming import Names


def minutes_message(letter: MinutesLetter, now: datetime) -> Message:
    """Return the message; what nobody decided is named as well."""
    told = letter.minutes
    return Message(
        key=letter.key,
        language="",
        subject=ngettext(
            "Minutes of a review: %(num)d promise", "Minutes of a review: %(num)d promises", len(told.decided)
        ),
        opening=gettext("%(name)s went through these promises. This was decided.", name=told.by),
        lines=[_line(each, told.names, now) for each in told.decided],
        links=[Link(action=Action.OPEN, label=gettext("Open the list"), address=f"{settings().base_url}/promises")],
        data={"type": "review.minutes", "timestamp": now.isoformat(), "data": {"promises": len(told.decided)}},
    )


def _line(decided: Decided, names: Names, now: datetime) -> Line:
    return Line(
        text=what(decided.letter),
        note=" · ".join(in_a_line(each) for each in timeline.entries(timeline.without_undone(decided.told), names, now))
        or gettext("not decided"),
        address=f"{settings().base_url}/promises/{decided.letter.promise_id}",
        is_settled=False,
    )


def in_a_line(entry: timeline.Entry) -> str:
    """Return one event in a line: what, from what to what, and who."""
    changed = " → ".join(filter(None, [entry.before, entry.after]))
    said = " ".join(filter(None, [entry.what, changed]))
    return f"{said} ({entry.who})"
