"""How a message about a promise reads as a mail, in the language and zone of who receives it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import force_locale, gettext

from config import Settings
from tracker.alerts.queries.delivering import Letter
from tracker.alerts.rules.ladders import NoticeKind
from tracker.kernel.mail import Mail
from tracker.kernel.words import N_
from tracker.web.languages import BABEL_NAMES, locale_in_force
from tracker.web.moments import calendar_day, clock_time, since_in_words, span_in_words, zone_name

LONGEST_WHAT = 90

SUBJECTS = {
    NoticeKind.BEFORE_DUE: N_("Due %(when)s: %(what)s"),
    NoticeKind.DUE: N_("Due now: %(what)s"),
    NoticeKind.OVERDUE: N_("Overdue since %(when)s: %(what)s"),
    NoticeKind.SNOOZE: N_("Reminder: %(what)s"),
    NoticeKind.DRAFT: N_("Not finished yet: %(what)s"),
    NoticeKind.OFFERED: N_("To take over: %(what)s"),
    NoticeKind.RETURNED: N_("Came back: %(what)s"),
}
OPENINGS = {
    NoticeKind.BEFORE_DUE: N_("This was promised and is due soon."),
    NoticeKind.DUE: N_("This was promised for now."),
    NoticeKind.OVERDUE: N_("This was promised, its time has passed, and it is still open."),
    NoticeKind.SNOOZE: N_("This is the reminder that was asked for."),
    NoticeKind.DRAFT: N_("Something is still missing in this promise. Until it is complete, nobody else sees it."),
    NoticeKind.OFFERED: N_("%(owner)s asks to hand this promise over. It needs an answer."),
    NoticeKind.RETURNED: N_("The hand-over was not accepted. The promise stays where it was."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the templates put on the page; every text is in the reader's language."""

    language: str
    subject: str
    opening: str
    statement: str
    customer: str
    due: str
    due_there: str
    left: str
    owner: str
    reference: str
    address: str
    organisation: str
    is_late: bool


def promise_mail(letter: Letter, now: datetime, *, is_possible_repeat: bool = False) -> Mail:
    """Return the mail of a delivery as it reads at `now`."""
    language = letter.locale if letter.locale in BABEL_NAMES else "en"
    with force_locale(BABEL_NAMES[language]):
        told = _told(letter, now, language)
        return Mail(
            to=letter.email,
            name=letter.name,
            subject=told.subject,
            text=_rendered("mail/promise.txt", told),
            html=_rendered("mail/promise.html", told),
            language=language,
            key=letter.key,
            is_possible_repeat=is_possible_repeat,
        )


def _told(letter: Letter, now: datetime, language: str) -> Told:
    settings: Settings = current_app.extensions["settings"]
    kind = letter.occasion.kind
    when = _when(letter, letter.time_zone, now)
    is_elsewhere = letter.due_day is None and _shows_another_time(letter)
    return Told(
        language=language,
        subject=gettext(SUBJECTS[kind], what=_what(letter), when=when),
        opening=gettext(OPENINGS[kind], owner=letter.owner),
        statement=letter.statement,
        customer=letter.customer,
        due=when,
        due_there=_when(letter, letter.zone, now) if is_elsewhere else "",
        left=_left(letter, now),
        owner="" if letter.is_for_owner else letter.owner,
        reference=letter.reference,
        address=f"{settings.base_url}/promises/{letter.promise_id}",
        organisation=settings.organisation,
        is_late=letter.due_at is not None and letter.due_at < now,
    )


def _rendered(template: str, told: Told) -> str:
    """Render without what only pages of a signed-in person have."""
    return current_app.jinja_env.get_template(template).render(told=told)


def _what(letter: Letter) -> str:
    statement = " ".join(letter.statement.split())
    short = statement if len(statement) <= LONGEST_WHAT else f"{statement[:LONGEST_WHAT].rstrip()}…"
    return f"{short} – {letter.customer}" if letter.customer else short


def _when(letter: Letter, zone: str, now: datetime) -> str:
    """Name the day in full: a mail is read later than it is written."""
    if letter.due_at is None:
        return ""
    place, locale = ZoneInfo(zone), locale_in_force()
    today = now.astimezone(place).date()
    if letter.due_day is not None:
        return calendar_day(letter.due_day, today, locale)
    day = calendar_day(letter.due_at.astimezone(place).date(), today, locale)
    name = f" {zone_name(letter.due_at, place, locale)}" if _shows_another_time(letter) else ""
    return f"{day}, {clock_time(letter.due_at, place, locale)}{name}"


def _shows_another_time(letter: Letter) -> bool:
    """Whether the clocks of the reader and of the place of the promise differ at the due."""
    if letter.due_at is None:
        return False
    offsets = {letter.due_at.astimezone(ZoneInfo(zone)).utcoffset() for zone in (letter.zone, letter.time_zone)}
    return len(offsets) > 1


def _left(letter: Letter, now: datetime) -> str:
    if letter.due_at is None:
        return ""
    if letter.due_at < now:
        return gettext("overdue %(since)s", since=since_in_words(letter.due_at, now))
    return gettext("%(span)s left", span=span_in_words(letter.due_at - now))
