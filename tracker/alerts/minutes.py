"""What minutes by mail say: one line a promise, with what was decided, by whom, why, and in which words."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext, ngettext

from tracker.alerts.queries.minutes import Decided, Minutes
from tracker.alerts.rules.messages import Action, Line, Link, Message
from tracker.alerts.saying import settings, what
from tracker.alerts.use_cases.contents import MinutesLetter
from tracker.promises import timeline
from tracker.promises.queries.naming import Names
from tracker.promises.timeline import Say


def minutes_message(letter: MinutesLetter, now: datetime) -> Message:
    """Return the message; what nobody decided is named as well. Days are in full: it may be read next week."""
    told, say = letter.minutes, timeline.in_full(ZoneInfo(letter.to.time_zone))
    return Message(
        key=letter.key,
        language="",
        subject=ngettext(
            "Minutes of a review: %(num)d promise", "Minutes of a review: %(num)d promises", len(told.decided)
        ),
        opening=gettext("%(name)s went through these promises. This was decided.", name=told.by),
        facts=[(gettext("Review"), f"{say(told.since)} – {say(told.until)}")],
        lines=[_line(each, told.names, say) for each in told.decided],
        links=[_link(told)],
        data={"type": "review.minutes", "timestamp": now.isoformat(), "data": {"promises": len(told.decided)}},
    )


def _link(told: Minutes) -> Link:
    """Lead to the minutes; whoever cannot open them finds their promises in their day."""
    label = gettext("Open the minutes") if told.path else gettext("Open my day")
    return Link(action=Action.OPEN, label=label, address=f"{settings().base_url}{told.path or '/'}")


def _line(decided: Decided, names: Names, say: Say) -> Line:
    written = timeline.entries(timeline.without_undone(decided.told), names, say)
    return Line(
        text=what(decided.letter),
        note="\n".join(in_a_line(each, say) for each in written) or gettext("not decided"),
        address=f"{settings().base_url}/promises/{decided.letter.promise_id}",
        is_settled=False,
    )


def in_a_line(entry: timeline.Entry, say: Say) -> str:
    """Return one event in a line: when, what, from what to what, who, and everything that was said about it."""
    changed = " → ".join(filter(None, [entry.before, entry.after]))
    said = " ".join(filter(None, [entry.what, changed]))
    facts = "".join(f", {line.label}: {line.after}" for line in entry.lines if line.after)
    words = f" – {' '.join(entry.words.split())}" if entry.words else ""
    return f"{say(entry.at)}: {said} ({entry.who}){facts}{words}"
