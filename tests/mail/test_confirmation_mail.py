"""How a confirmation reads that nobody changed, in both languages. `REWRITE_GOLDEN=1 pytest tests/mail` writes them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from config import Settings
from tests.support.clock import MOMENT
from tests.support.golden import check_golden
from tracker.alerts.channels.mail import mail_of
from tracker.alerts.messages import message_of
from tracker.alerts.queries.parcels import Addressee
from tracker.alerts.rules.payloads import WrittenMail
from tracker.alerts.use_cases.contents import WrittenLetter
from tracker.app import create_app
from tracker.kernel.mail import Mail, as_message
from tracker.portal.confirmation_mails import drafted
from tracker.portal.confirming import Day, Telling

LANGUAGES = pytest.mark.parametrize("language", ["de", "en"])
TO = Addressee(account_id=None, email="sommer@example.com", name="Bäckerei Sommer", locale="de", time_zone="UTC")
PROMISED = Telling(
    statement="Wir rufen wegen der Rechnung <4711> zurück\n& klären die Gutschrift.",
    conditions="",
    due=Day(MOMENT + timedelta(days=1), None),
    is_appointment=False,
    language="de",
    time_zone="Europe/Berlin",
)
MOVED = replace(
    PROMISED,
    conditions="Wenn die Unterlagen bis Montag hier sind.",
    before=Day(MOMENT, MOMENT.date()),
    due=Day(MOMENT + timedelta(days=1), None),
    words="Die Buchhaltung braucht noch einen Tag.",
    has_page=True,
    reply_to="service@example.org",
)


@pytest.fixture(scope="module", autouse=True)
def context() -> Iterator[Flask]:
    settings = Settings(
        database_url="sqlite://", testing=True, base_url="https://zusagen.example.org", organisation="Stadtwerke"
    )
    app = create_app(settings)
    with app.app_context():
        yield app


def confirmation(telling: Telling) -> Mail:
    subject, text = drafted(telling)
    written = WrittenMail(
        email=TO.email,
        name=TO.name,
        language=telling.language,
        subject=subject,
        opening=text,
        statement="",
        reply_to=telling.reply_to,
    )
    to = replace(TO, locale=telling.language)
    return mail_of(message_of(WrittenLetter(key="confirmation:p1:n0", to=to, mail=written), MOMENT), to)


@LANGUAGES
@pytest.mark.parametrize("name", ["promised", "moved"])
def test_a_confirmation_reads_as_it_was_approved(name: str, language: str):
    telling = {"promised": PROMISED, "moved": MOVED}[name]

    written = confirmation(replace(telling, language=language))

    check_golden(f"confirmation_{name}.{language}.txt", f"Subject: {written.subject}\n\n{written.text}")
    check_golden(f"confirmation_{name}.{language}.html", written.html)


def test_times_are_those_of_the_customer_and_say_of_which_zone():
    _, text = drafted(replace(PROMISED, language="en", time_zone="America/New_York"))

    assert "03:00 (Eastern Standard Time)" in text


def test_a_whole_day_is_named_without_an_hour():
    subject, text = drafted(replace(PROMISED, language="en", due=Day(MOMENT, date(2026, 11, 27))))

    assert "Fri 27 Nov 2026" in subject
    assert "(" not in text


def test_an_appointment_is_at_its_time_and_not_by_it():
    _, text = drafted(replace(PROMISED, language="en", is_appointment=True))

    assert "When: " in text


def test_answers_go_to_the_team():
    message = as_message(confirmation(MOVED), "Zusagen <promises@example.org>", MOMENT)

    assert message["Reply-To"] == "service@example.org"
    assert as_message(confirmation(PROMISED), "Zusagen <promises@example.org>", MOMENT)["Reply-To"] is None
