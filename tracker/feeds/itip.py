"""An appointment as an invitation to a customer's calendar: iTIP by mail (RFC 5546, RFC 6047). Pure.

The entry keeps its UID for life; its SEQUENCE grows with every message, so that an older one that arrives late
changes nothing. Times are UTC: every program shows them on its owner's clock.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from icalendar import Calendar, Event, vCalAddress

from tracker.feeds.ics import APPOINTMENT, LONGEST_SUMMARY, PlainText
from tracker.web.texts import clean_line, clean_text


class Method(StrEnum):
    """What a message asks the receiving calendar to do."""

    REQUEST = "REQUEST"
    """Enter it, or change it."""
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a mail address."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Appointment:
    """What was promised for when: an instant, or a whole day. `due_at` of a day is its end."""

    statement: str
    due_at: datetime
    due_day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One message about an appointment."""

    uid: str
    sequence: int
    method: Method
    appointment: Appointment
    organizer: Person
    attendee: Person
    at: datetime


def written(invitation: Invitation) -> str:
    """Return the iCalendar text of a message."""
    calendar = Calendar()
    calendar["VERSION"] = PlainText("2.0")
    calendar["PRODID"] = PlainText("-//Promise Tracker//Invitation 1//EN")
    calendar["METHOD"] = PlainText(invitation.method)
    calendar.add_component(_event(invitation))
    return bytes(calendar.to_ical()).decode()


def _event(invitation: Invitation) -> Event:
    event, is_off = Event(), invitation.method is Method.CANCEL
    event["UID"] = PlainText(invitation.uid)
    event.add("SEQUENCE", invitation.sequence)
    event.add("DTSTAMP", invitation.at.astimezone(UTC).replace(microsecond=0))
    event["SUMMARY"] = PlainText(clean_line(invitation.appointment.statement)[:LONGEST_SUMMARY])
    event["DESCRIPTION"] = PlainText(clean_text(invitation.appointment.statement))
    event["STATUS"] = PlainText("CANCELLED" if is_off else "CONFIRMED")
    event["ORGANIZER"] = _address(invitation.organizer)
    event["ATTENDEE"] = _attendee(invitation.attendee)
    _place(event, invitation.appointment)
    return event


def _place(event: Event, appointment: Appointment) -> None:
    if appointment.due_day is not None:
        event.add("DTSTART", appointment.due_day)
        event.add("DTEND", appointment.due_day + timedelta(days=1))
        return
    begins = appointment.due_at.astimezone(UTC).replace(microsecond=0)
    event.add("DTSTART", begins)
    event.add("DTEND", begins + APPOINTMENT)


def _attendee(person: Person) -> vCalAddress:
    address = _address(person)
    address.params["ROLE"] = "REQ-PARTICIPANT"
    address.params["PARTSTAT"] = "NEEDS-ACTION"
    address.params["RSVP"] = "TRUE"
    return address


def _address(person: Person) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.email}")
    address.params["CN"] = clean_line(person.name).replace('"', "'")
    return address
