"""What messages say, in the language and zone of who receives them; channels only give it their form."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from flask_babel import force_locale, gettext, ngettext

from tracker.alerts.minutes import minutes_message
from tracker.alerts.occasions import OPENINGS, SUBJECTS
from tracker.alerts.own_messages import trial_message, trouble_message
from tracker.alerts.queries.letters import Letter
from tracker.alerts.rules.digests import Digest
from tracker.alerts.rules.ladders import NoticeKind
from tracker.alerts.rules.messages import Action, Line, Link, Message, actions_on
from tracker.alerts.saying import language_of, settings, shows_another_time, what, when
from tracker.alerts.use_cases.contents import (
    CatchUpLetter,
    Content,
    DigestLetter,
    MinutesLetter,
    RoomLetter,
    TellingLetter,
    TrialLetter,
    TroubleLetter,
    WrittenLetter,
)
from tracker.alerts.words import KINDS
from tracker.web.languages import BABEL_NAMES
from tracker.web.moments import MINUTE, since_in_words, span_in_words

MOST_LINES = 40
"""So many promises one message names; more nobody reads at once, and Slack takes no longer message."""
BY_THE_CLOCK = frozenset({NoticeKind.BEFORE_DUE, NoticeKind.DUE, NoticeKind.OVERDUE})


def message_of(content: Content, now: datetime, *, is_possible_repeat: bool = False) -> Message:
    """Return what a delivery says at `now`. Another sort of content is one more entry in COMPOSERS."""
    language = language_of(content.to.locale)
    with force_locale(BABEL_NAMES[language]):
        message = COMPOSERS[type(content)](content, now)
        repeated = gettext("This may be a second copy: the first one got no answer.") if is_possible_repeat else ""
    return replace(message, language=language, organisation=settings().organisation, repeated=repeated)


def _promise_message(letter: Letter, now: datetime) -> Message:
    kind = letter.occasion.kind
    return Message(
        key=letter.key,
        language="",
        subject=gettext(SUBJECTS[kind], what=what(letter), when=when(letter, letter.to.time_zone, now)),
        opening=gettext(OPENINGS[kind], owner=letter.owner),
        statement=letter.statement,
        facts=[(label, value) for label, value in _facts(letter, now) if value],
        links=_links(letter),
        is_late=letter.due_at is not None and letter.due_at < now,
        data=_for_machines(letter, now),
    )


def _catch_up_message(letter: CatchUpLetter, now: datetime) -> Message:
    still_open = sum(not is_settled for _told, is_settled in letter.letters)
    shown, left_out = letter.letters[:MOST_LINES], len(letter.letters[MOST_LINES:])
    more = ngettext("%(num)d more in the application.", "%(num)d more in the application.", left_out)
    return Message(
        key=letter.key,
        language="",
        subject=ngettext("Held back until now: %(num)d promise", "Held back until now: %(num)d promises", still_open),
        opening=gettext("This came outside of working time."),
        lines=[_line(told, now, is_settled=is_settled) for told, is_settled in shown],
        facts=[(gettext("Not shown here"), more)] if left_out else [],
        links=[Link(action=Action.OPEN, label=gettext("Open the notices"), address=f"{settings().base_url}/notices")],
        data={"type": "promises.held_back", "timestamp": now.isoformat(), "data": {}},
    )


def _line(letter: Letter, now: datetime, *, is_settled: bool) -> Line:
    """Return one promise of several: what it is, and how it stands now."""
    return Line(
        text=what(letter),
        note=gettext("settled meanwhile") if is_settled else _standing(letter, now),
        address=f"{settings().base_url}/promises/{letter.promise_id}",
        is_settled=is_settled,
    )


def _standing(letter: Letter, now: datetime) -> str:
    """Say by the clock whether something is late: what was due soon when it was held back may be overdue now."""
    kind, due = letter.occasion.kind, when(letter, letter.to.time_zone, now)
    if kind not in BY_THE_CLOCK:
        return f"{KINDS[kind]} · {gettext('due %(when)s', when=due)}" if due else str(KINDS[kind])
    if letter.due_at is None or letter.due_at > now:
        return gettext("due %(when)s", when=due)
    return gettext("overdue since %(when)s", when=due)


def _digest_message(letter: DigestLetter, now: datetime) -> Message:
    is_daily = letter.digest is Digest.DAILY
    owed = letter.owed
    shown = [_line(each, now, is_settled=False) for each in owed.letters[:MOST_LINES]]
    to_take = [_line(each, now, is_settled=False) for each in letter.offered.letters]
    today = ngettext("Today: %(num)d promise", "Today: %(num)d promises", owed.count)
    week = ngettext("Overdue: %(num)d promise", "Overdue: %(num)d promises", owed.count)
    return Message(
        key=letter.key,
        language="",
        subject=today if is_daily else week,
        opening=gettext("What is overdue and due today.") if is_daily else gettext("What is overdue in the teams."),
        lines=shown + [replace(line, note=str(KINDS[NoticeKind.OFFERED])) for line in to_take],
        facts=[(label, value) for label, value in _about_the_rest(letter, owed.count - len(shown)) if value],
        links=[Link(action=Action.OPEN, label=gettext("Open the list"), address=_list_of(letter))],
        data={"type": f"digest.{letter.digest}", "timestamp": now.isoformat(), "data": {"owed": owed.count}},
    )


def _list_of(letter: DigestLetter) -> str:
    return settings().base_url + ("/" if letter.digest is Digest.DAILY else "/overdue")


def _about_the_rest(letter: DigestLetter, left_out: int) -> list[tuple[str, str]]:
    more = ngettext("%(num)d more in the application.", "%(num)d more in the application.", left_out)
    return [
        (gettext("Not shown here"), more if left_out else ""),
        (gettext("To take over"), str(letter.offered.count or "")),
        (gettext("Due within the next seven days"), str(letter.coming or "")),
    ]


def _written_message(letter: WrittenLetter, _now: datetime) -> Message:
    mail = letter.mail
    return Message(
        key=letter.key,
        language="",
        subject=mail.subject,
        opening=mail.opening,
        statement=mail.statement,
        facts=list(mail.facts),
        links=[Link(action=Action.OPEN, label=label, address=address) for label, address in mail.links],
        calendar=mail.calendar,
        calendar_method=mail.calendar_method,
        reply_to=mail.reply_to,
    )


def _affair_message(letter: TellingLetter, now: datetime) -> Message:
    says = letter.says
    address = settings().base_url + says.path
    data = {"id": letter.told.affair_id, "by": says.by.isoformat() if says.by else None, "url": address}
    return Message(
        key=letter.key,
        language="",
        subject=says.subject,
        opening=says.opening,
        statement=says.statement,
        facts=[(label, value) for label, value in says.facts if value],
        links=[Link(action=Action.OPEN, label=says.title, address=address)],
        is_late=says.by is not None and says.by < now,
        data={"type": f"{letter.told.affair}.{letter.told.kind}", "timestamp": now.isoformat(), "data": data},
    )


def _room_message(letter: RoomLetter, now: datetime) -> Message:
    return letter.says(now)


COMPOSERS: dict[type, Callable[..., Message]] = {
    Letter: _promise_message,
    CatchUpLetter: _catch_up_message,
    TrialLetter: trial_message,
    TroubleLetter: trouble_message,
    DigestLetter: _digest_message,
    WrittenLetter: _written_message,
    MinutesLetter: minutes_message,
    TellingLetter: _affair_message,
    RoomLetter: _room_message,
}


def _links(letter: Letter) -> list[Link]:
    address = f"{settings().base_url}/promises/{letter.promise_id}"
    opens = Link(action=Action.OPEN, label=gettext("Open the promise"), address=address)
    on_it = Link(action=Action.ACKNOWLEDGE, label=gettext("I am on it"), address=f"{address}/on-it")
    snoozes = Link(action=Action.SNOOZE, label=gettext("Remind me later"), address=f"{address}/snooze")
    links = {Action.OPEN: opens, Action.ACKNOWLEDGE: on_it, Action.SNOOZE: snoozes}
    return [links[action] for action in actions_on(letter.occasion.kind, is_for_owner=letter.is_for_owner)]


def _for_machines(letter: Letter, now: datetime) -> dict[str, object]:
    """Return the event as Standard Webhooks advises: type, timestamp, data."""
    promise = {
        "id": letter.promise_id,
        "statement": letter.statement,
        "state": letter.state.value,
        "customer": letter.customer,
        "owner": letter.owner,
        "reference": letter.reference,
        "due_at": letter.due_at.isoformat() if letter.due_at else None,
        "due_day": letter.due_day.isoformat() if letter.due_day else None,
        "zone": letter.zone,
        "seconds_left": round((letter.due_at - now).total_seconds()) if letter.due_at else None,
        "url": f"{settings().base_url}/promises/{letter.promise_id}",
    }
    return {"type": f"promise.{letter.occasion.kind}", "timestamp": now.isoformat(), "data": {"promise": promise}}


def _facts(letter: Letter, now: datetime) -> list[tuple[str, str]]:
    """Return what belongs to the promise; facts without a value are left out."""
    is_elsewhere = letter.due_day is None and shows_another_time(letter)
    left = letter.due_at - now if letter.due_at else timedelta(0)
    return [
        (gettext("To whom"), letter.customer),
        (gettext("Due"), when(letter, letter.to.time_zone, now) or gettext("not said yet")),
        (gettext("There"), when(letter, letter.zone, now) if is_elsewhere else ""),
        (gettext("Time left"), "" if left < MINUTE else span_in_words(left)),
        (gettext("Overdue"), "" if left > -MINUTE or letter.due_at is None else since_in_words(letter.due_at, now)),
        (gettext("Owner"), "" if letter.is_for_owner else letter.owner),
        (gettext("Reference"), letter.reference),
    ]
