"""The words of invitations, in the customer's language, with the message to their calendar."""

from datetime import datetime
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import force_locale, gettext

from config import Settings
from tracker.alerts.rules.payloads import WrittenMail
from tracker.feeds.itip import Appointment, Invitation, Method, Person, written
from tracker.feeds.rules import Look
from tracker.feeds.use_cases.invitations import Compose, Message
from tracker.web.languages import BABEL_NAMES, locale_in_force
from tracker.web.moments import calendar_day, clock_time, zone_name


def composing(now: datetime) -> Compose:
    """Return what writes the mails of messages at a moment."""
    return lambda message: compose(message, now)


def compose(message: Message, now: datetime) -> WrittenMail:
    """Return the mail of a message."""
    settings: Settings = current_app.extensions["settings"]
    with force_locale(BABEL_NAMES[message.language]):
        when = _when(message.appointment, message.zone, now)
        subject, opening = _words(message, settings.organisation, when)
        facts = [(gettext("When"), when), (gettext("With"), settings.organisation)]
    return WrittenMail(
        email=message.to.email,
        name=message.to.name,
        language=message.language,
        subject=subject,
        opening=opening,
        statement=message.appointment.statement,
        facts=facts,
        calendar=written(_invitation(message, settings, now)),
        calendar_method=message.method.value,
    )


def _words(message: Message, organisation: str, when: str) -> tuple[str, str]:
    if message.method is Method.CANCEL:
        subject = gettext("Cancelled: appointment on %(when)s", when=when)
        off = gettext("This appointment with %(organisation)s does not take place.", organisation=organisation)
        return subject, off
    if message.is_moved:
        subject = gettext("New date: %(when)s", when=when)
        return subject, gettext("Your appointment with %(organisation)s is now:", organisation=organisation)
    subject = gettext("Appointment on %(when)s", when=when)
    return subject, gettext("You have an appointment with %(organisation)s.", organisation=organisation)


def _when(appointment: Appointment, zone: str, now: datetime) -> str:
    place, locale = ZoneInfo(zone), locale_in_force()
    today = now.astimezone(place).date()
    if appointment.due_day is not None:
        return calendar_day(appointment.due_day, today, locale)
    day = calendar_day(appointment.due_at.astimezone(place).date(), today, locale)
    clock = clock_time(appointment.due_at, place, locale)
    return f"{day}, {clock} ({zone_name(appointment.due_at, place, locale)})"


def _invitation(message: Message, settings: Settings, now: datetime) -> Invitation:
    _, sender = parseaddr(settings.mail_from)
    host = Look(base_url=settings.base_url, promise_word="").host
    return Invitation(
        uid=f"appointment-{message.promise_id}@{host}",
        sequence=message.sequence,
        method=message.method,
        appointment=message.appointment,
        organizer=Person(settings.organisation, sender),
        attendee=message.to,
        at=now,
    )
