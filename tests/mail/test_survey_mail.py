"""How the two questions read, in both languages. `REWRITE_GOLDEN=1 pytest tests/mail` writes them anew."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from config import Settings
from tests.support.clock import MOMENT
from tests.support.golden import check_golden
from tracker.alerts.channels.mail import mail_of
from tracker.alerts.messages import message_of
from tracker.alerts.queries.parcels import Addressee
from tracker.alerts.use_cases.contents import WrittenLetter
from tracker.app import create_app
from tracker.kernel.mail import Mail
from tracker.surveys.letters import compose
from tracker.surveys.use_cases.asking import Asked


@pytest.fixture(scope="module", autouse=True)
def context() -> Iterator[Flask]:
    settings = Settings(
        database_url="sqlite://", testing=True, base_url="https://zusagen.example.org", organisation="Stadtwerke"
    )
    app = create_app(settings)
    with app.app_context():
        yield app


def survey(language: str) -> Mail:
    asked = Asked(
        survey_id=4711,
        email="sommer@example.com",
        name="Bäckerei Sommer",
        language=language,
        time_zone="Europe/Berlin",
        expires_at=MOMENT + timedelta(days=30),
        reply_to="service@example.org",
    )
    to = Addressee(account_id=None, email=asked.email, name=asked.name, locale=language, time_zone="UTC")
    return mail_of(message_of(WrittenLetter(key="survey:1", to=to, mail=compose(asked)), MOMENT), to)


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_questions_read_as_they_were_approved(language: str):
    written = survey(language)

    check_golden(f"survey.{language}.txt", f"Subject: {written.subject}\n\n{written.text}")
    check_golden(f"survey.{language}.html", written.html)
    assert written.reply_to == "service@example.org"
