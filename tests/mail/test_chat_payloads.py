"""What chats and programs get, held as it was approved. `REWRITE_GOLDEN=1 pytest tests/mail` writes it anew."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from config import Settings
from tests.support.clock import MOMENT
from tests.support.golden import check_golden
from tracker.alerts.channels import apprise, slack, teams, webhook
from tracker.alerts.channels.mail import mail_of
from tracker.alerts.messages import message_of
from tracker.alerts.queries.letters import Letter
from tracker.alerts.queries.parcels import Addressee
from tracker.alerts.rules.delivering import Occasion
from tracker.alerts.rules.ladders import NoticeKind
from tracker.alerts.rules.messages import Line, Message
from tracker.alerts.rules.payloads import Trouble, TroubleReport
from tracker.alerts.use_cases.contents import TrialLetter, TroubleLetter
from tracker.app import create_app
from tracker.promises.rules import State

DUE = MOMENT + timedelta(hours=5)
LANGUAGES = pytest.mark.parametrize("locale", ["de", "en"])
ANNA = Addressee(account_id=8, email="anna@example.com", name="Anna Nowak", locale="de", time_zone="America/New_York")
LETTER = Letter(
    key="p5:v1:r2:o0:slack:e8",
    to=ANNA,
    occasion=Occasion(kind=NoticeKind.OVERDUE, due_at=DUE),
    promise_id=4711,
    statement="Wir rufen <!channel> wegen [der Rechnung](https://evil.example) *4711* zurück & klären die Gutschrift.",
    state=State.OPEN,
    due_at=DUE,
    due_day=None,
    zone="Europe/Berlin",
    reference="T-2026-18",
    customer="Bäckerei [Sommer](https://evil.example) & Co. <KG>",
    owner="Anna Nowak",
    owner_id=8,
)
FORMS: dict[str, Callable[[Message], object]] = {
    "slack": slack.payload,
    "teams": teams.payload,
    "webhook": webhook.payload,
}


@pytest.fixture(autouse=True)
def context() -> Iterator[Flask]:
    settings = Settings(
        database_url="sqlite://", testing=True, base_url="https://zusagen.example.org", organisation="Stadtwerke"
    )
    app = create_app(settings)
    with app.app_context():
        yield app


def message(locale: str) -> Message:
    letter = replace(LETTER, to=replace(ANNA, locale=locale))
    return message_of(letter, DUE + timedelta(hours=3), is_possible_repeat=True)


@LANGUAGES
@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_payload_reads_as_it_was_approved(form: str, locale: str):
    written = FORMS[form](message(locale))

    check_golden(f"{form}.{locale}.json", json.dumps(written, indent=2, ensure_ascii=False) + "\n")


def several() -> Message:
    lines = [
        Line(text="Call <!here> | ~back~", note="due today", address="https://x.example/1", is_settled=False),
        Line(text="Call <!here> | ~back~", note="settled", address="https://x.example/2", is_settled=True),
    ]
    return replace(message("en"), statement="", facts=[], lines=lines)


@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_channel_can_tell_of_several_promises(form: str):
    check_golden(f"{form}_several.json", json.dumps(FORMS[form](several()), indent=2, ensure_ascii=False) + "\n")


def test_apprise_tells_of_several_promises_in_lines():
    assert "* Call <!here> | ~back~ (settled)\n" in apprise.text(several())


@LANGUAGES
def test_apprise_gets_plain_lines(locale: str):
    check_golden(f"apprise.{locale}.txt", apprise.text(message(locale)) + "\n")


@LANGUAGES
@pytest.mark.parametrize("trouble", sorted(Trouble))
def test_mails_about_deliveries_read_as_they_were_approved(trouble: Trouble, locale: str):
    report = TroubleReport(trouble=trouble, endpoint="Unser Chat", said="500 Oops")
    about = LETTER if trouble is Trouble.UNREACHED else None
    letter = TroubleLetter(key="e1", to=replace(ANNA, locale=locale), report=report, about=about)

    written = mail_of(message_of(letter, MOMENT), letter.to)

    check_golden(f"trouble_{trouble}.{locale}.txt", f"Subject: {written.subject}\n\n{written.text}")
    check_golden(f"trouble_{trouble}.{locale}.html", written.html)


def test_a_team_without_a_manager_reads_the_language_of_the_installation():
    nobody = Addressee(account_id=None, email="", name="Service", locale="", time_zone="Europe/Berlin")

    assert message_of(TrialLetter(key="e1", to=nobody), MOMENT).language == "de"


def test_in_slack_nothing_typed_is_markup():
    blocks = json.dumps(slack.payload(message("de")), ensure_ascii=False).split('{"type": ')

    assert not [block for block in blocks if block.startswith('"mrkdwn"') and "evil" in block and "<KG>" in block]
    assert not [block for block in blocks if block.startswith('"mrkdwn"') and "<!channel>" in block]


def test_slack_takes_no_longer_texts_than_these():
    long = replace(message("en"), subject="z" * 500, statement="z" * 9000, facts=[("a", "z" * 5000)] * 20)

    blocks = slack.payload(long)["blocks"]

    assert isinstance(blocks, list)
    assert len(blocks[0]["text"]["text"]) == 150
    assert len(blocks[2]["text"]["text"]) <= 3000
    assert len(blocks[3]["fields"]) == 10
    assert all(len(field["text"]) <= 2000 for field in blocks[3]["fields"])
