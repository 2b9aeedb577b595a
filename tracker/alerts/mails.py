"""How a message about a promise reads as a mail, in the language and zone of who receives it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from flask import current_app
from flask_babel import force_locale, gettext

from config import Settings
from tracker.alerts.queries.delivering import Letter
from tracker.alerts.rules.ladders import NoticeKind
from tracker.kernel.mail import Mail
from tracker.kernel.words import N_
from tracker.web.languages import BABEL_NAMES, locale_in_force
from tracker.web.moments import MINUTE, calendar_day, clock_time, since_in_words, span_in_words

LONGEST_WHAT = 90

SUBJECTS = {
    NoticeKind.BEFORE_DUE: N_("Due %(when)s: %(what)s"),
    NoticeKind.DUE: N_("Now due (%(when)s): %(what)s"),
    NoticeKind.OVERDUE: N_("Overdue since %(when)s: %(what)s"),
    NoticeKind.SNOOZE: N_("Reminder: %(what)s"),
    NoticeKind.DRAFT: N_("Not finished yet: %(what)s"),
    NoticeKind.COMES_BACK: N_("Still open: %(what)s"),
    NoticeKind.OFFERED: N_("To take over: %(what)s"),
    NoticeKind.RETURNED: N_("Came back: %(what)s"),
}
OPENINGS = {
    NoticeKind.BEFORE_DUE: N_("This was promised and is due soon."),
    NoticeKind.DUE: N_("The promised time has come, and it is still open."),
    NoticeKind.OVERDUE: N_("This was promised, its time has passed, and it is still open."),
    NoticeKind.SNOOZE: N_("This is the reminder that was asked for."),
    NoticeKind.DRAFT: N_("Something is still missing in this promise. Until it is complete, nobody else sees it."),
    NoticeKind.COMES_BACK: N_("Somebody was on it until now, and it is still open."),
    NoticeKind.OFFERED: N_("This promise of %(owner)s is to be handed over. It needs an answer."),
    NoticeKind.RETURNED: N_("The hand-over was not accepted. The promise stays where it was."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the templates write down; every text is in the reader's language. `facts` are labels and values."""

    language: str
    subject: str
    opening: str
    statement: str
    facts: list[tuple[str, str]]
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
    return Told(
        language=language,
        subject=gettext(SUBJECTS[kind], what=_what(letter), when=_when(letter, letter.time_zone, now)),
        opening=gettext(OPENINGS[kind], owner=letter.owner),
        statement=letter.statement,
        facts=[(label, value) for label, value in _facts(letter, now) if value],
        address=f"{settings.base_url}/promises/{letter.promise_id}",
        organisation=settings.organisation,
        is_late=letter.due_at is not None and letter.due_at < now,
    )


def _facts(letter: Letter, now: datetime) -> list[tuple[str, str]]:
    """Return what belongs to the promise; facts without a value are left out."""
    is_elsewhere = letter.due_day is None and _shows_another_time(letter)
    left = letter.due_at - now if letter.due_at else timedelta(0)
    return [
        (gettext("To whom"), letter.customer),
        (gettext("Due"), _when(letter, letter.time_zone, now) or gettext("not said yet")),
        (gettext("There"), _when(letter, letter.zone, now) if is_elsewhere else ""),
        (gettext("Time left"), "" if left < MINUTE else span_in_words(left)),
        (gettext("Overdue"), "" if left > -MINUTE or letter.due_at is None else since_in_words(letter.due_at, now)),
        (gettext("Owner"), "" if letter.is_for_owner else letter.owner),
        (gettext("Reference"), letter.reference),
    ]


def _rendered(template: str, told: Told) -> str:
    """Render without what only pages of a signed-in person have."""
    return current_app.jinja_env.get_template(template).render(told=told) + "\n"


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
    said = f"{day}, {clock_time(letter.due_at, place, locale)}"
    return f"{said} ({_city(zone)})" if _shows_another_time(letter) else said


def _city(zone: str) -> str:
    return get_timezone_location(zone, locale=locale_in_force(), return_city=True)


def _shows_another_time(letter: Letter) -> bool:
    """Whether the clocks of the reader and of the place of the promise differ at the due."""
    if letter.due_at is None:
        return False
    offsets = {letter.due_at.astimezone(ZoneInfo(zone)).utcoffset() for zone in (letter.zone, letter.time_zone)}
    return len(offsets) > 1
