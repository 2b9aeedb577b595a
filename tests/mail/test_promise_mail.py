"""How the mails about promises read, in both languages. `REWRITE_GOLDEN=1 pytest tests/mail` writes them anew."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from config import Settings
from tests.support.clock import MOMENT
from tests.support.golden import check_golden
from tracker.alerts.channels.mail import mail_of
from tracker.alerts.messages import MOST_LINES, message_of
from tracker.alerts.queries.digests import Owed
from tracker.alerts.queries.letters import Letter
from tracker.alerts.queries.minutes import Decided, Minutes
from tracker.alerts.queries.parcels import Addressee
from tracker.alerts.rules.delivering import Occasion
from tracker.alerts.rules.digests import Digest
from tracker.alerts.rules.ladders import ABOUT_AFFAIRS, FROM_CUSTOMER, NoticeKind
from tracker.alerts.use_cases.contents import CatchUpLetter, DigestLetter, MinutesLetter
from tracker.app import create_app
from tracker.audit.queries import Told
from tracker.kernel.mail import Mail
from tracker.promises.queries.naming import Names
from tracker.promises.records import Cause
from tracker.promises.rules import State

DUE = MOMENT + timedelta(hours=5)
LANGUAGES = pytest.mark.parametrize("locale", ["de", "en"])

LETTER = Letter(
    key="p5:v1:r2:o0:mail:8",
    occasion=Occasion(kind=NoticeKind.BEFORE_DUE, due_at=DUE),
    to=Addressee(account_id=8, email="anna@example.com", name="Anna Nowak", locale="de", time_zone="Europe/Berlin"),
    promise_id=4711,
    statement="Wir rufen wegen der Rechnung <4711> zurück & klären die Gutschrift.",
    state=State.OPEN,
    due_at=DUE,
    due_day=None,
    zone="Europe/Berlin",
    reference="T-2026-18",
    customer="Bäckerei Sommer GmbH & Co. KG",
    owner="Anna Nowak",
    owner_id=8,
)
MOMENTS = {
    NoticeKind.BEFORE_DUE: DUE - timedelta(hours=4),
    NoticeKind.DUE: DUE,
    NoticeKind.OVERDUE: DUE + timedelta(hours=25),
    NoticeKind.SNOOZE: DUE - timedelta(hours=1),
    NoticeKind.DRAFT: DUE - timedelta(hours=2),
    NoticeKind.COMES_BACK: DUE + timedelta(hours=1),
    NoticeKind.OFFERED: DUE - timedelta(days=3),
    NoticeKind.RETURNED: DUE - timedelta(days=2),
    **dict.fromkeys((*FROM_CUSTOMER, NoticeKind.GROUNDLESS), DUE - timedelta(days=2)),
}
"""When each kind of message is sent."""


@pytest.fixture(scope="module")
def context() -> Iterator[Flask]:
    settings = Settings(
        database_url="sqlite://", testing=True, base_url="https://zusagen.example.org", organisation="Stadtwerke"
    )
    app = create_app(settings)
    with app.app_context():
        yield app


def mail(letter: Letter, at: datetime | None = None) -> Mail:
    return mail_of(message_of(letter, at or MOMENTS[letter.occasion.kind]), letter.to)


def read_by(letter: Letter, **differently: Any) -> Letter:
    return replace(letter, to=replace(letter.to, **differently))


def about(kind: NoticeKind, locale: str) -> Letter:
    letter = replace(read_by(LETTER, locale=locale), occasion=Occasion(kind=kind, due_at=DUE))
    if kind is NoticeKind.DRAFT:
        return replace(letter, state=State.DRAFT, due_at=None, customer="", reference="")
    return letter if kind in {NoticeKind.BEFORE_DUE, NoticeKind.SNOOZE} else replace(letter, owner_id=9)


@LANGUAGES
@pytest.mark.parametrize("kind", sorted(set(NoticeKind) - ABOUT_AFFAIRS))
@pytest.mark.usefixtures("context")
def test_every_mail_reads_as_it_was_approved(kind: NoticeKind, locale: str):
    written = mail(about(kind, locale))

    check_golden(f"{kind}.{locale}.txt", f"Subject: {written.subject}\n\n{written.text}")
    check_golden(f"{kind}.{locale}.html", written.html)


def held_back(locale: str) -> CatchUpLetter:
    late = about(NoticeKind.OVERDUE, locale)
    soon = replace(
        late,
        promise_id=4712,
        statement="Der <Techniker> kommt.",
        occasion=Occasion(kind=NoticeKind.BEFORE_DUE, due_at=DUE + timedelta(days=1)),
        due_at=DUE + timedelta(days=1),
    )
    offered = replace(
        soon, promise_id=4713, statement="Muster zusenden", occasion=Occasion(kind=NoticeKind.OFFERED, due_at=None)
    )
    settled = replace(soon, promise_id=4714, statement="Gutschrift buchen", state=State.KEPT)
    letters = [(late, False), (soon, False), (offered, False), (settled, True)]
    return CatchUpLetter(key="catch-up:8", to=late.to, letters=letters)


@LANGUAGES
@pytest.mark.usefixtures("context")
def test_what_was_held_back_reads_as_it_was_approved(locale: str):
    letter = held_back(locale)

    written = mail_of(message_of(letter, DUE + timedelta(hours=19)), letter.to)

    check_golden(f"catch_up.{locale}.txt", f"Subject: {written.subject}\n\n{written.text}")
    check_golden(f"catch_up.{locale}.html", written.html)


@pytest.mark.usefixtures("context")
@LANGUAGES
@pytest.mark.parametrize("digest", list(Digest))
def test_a_digest_reads_as_it_was_approved(locale: str, digest: Digest):
    letters = [letter for letter, _is_settled in held_back(locale).letters]
    owed, offered = Owed(letters=letters[:2], count=2), Owed(letters=letters[2:3], count=1)
    coming = 7 if digest is Digest.WEEKLY else None
    content = DigestLetter(key="d:8", to=letters[0].to, digest=digest, owed=owed, offered=offered, coming=coming)

    written = mail_of(message_of(content, MOMENT), content.to)

    check_golden(f"digest_{digest}.{locale}.txt", f"Subject: {written.subject}\n\n{written.text}")
    check_golden(f"digest_{digest}.{locale}.html", written.html)


@pytest.mark.usefixtures("context")
def test_of_very_much_that_was_held_back_the_rest_is_counted():
    letter = replace(held_back("en"), letters=held_back("en").letters[:1] * (MOST_LINES + 2))

    message = message_of(letter, DUE)

    assert len(message.lines) == MOST_LINES
    assert message.facts == [("Not shown here", "2 more in the application.")]


@LANGUAGES
@pytest.mark.usefixtures("context")
def test_a_due_in_another_zone_is_told_in_both(locale: str):
    written = mail(read_by(LETTER, locale=locale, time_zone="America/New_York"))

    check_golden(f"both_zones.{locale}.txt", f"Subject: {written.subject}\n\n{written.text}")


@LANGUAGES
@pytest.mark.usefixtures("context")
def test_an_all_day_promise_names_its_day_and_no_hour(locale: str):
    written = mail(replace(read_by(LETTER, locale=locale), due_day=date(2026, 3, 2)))

    assert re.search(r"\d\d:\d\d", written.subject) is None


@pytest.mark.usefixtures("context")
def test_nothing_typed_becomes_markup():
    written = mail(replace(LETTER, statement="<script>alert(1)</script>", customer="<b>Sommer</b>"))

    assert "<script>" not in written.html
    assert "<b>" not in written.html
    assert "<script>alert(1)</script>" in written.text


@pytest.mark.usefixtures("context")
def test_a_mail_loads_nothing_and_runs_nothing():
    written = mail(LETTER)

    assert re.search(r"<(script|img|link|iframe)|url\(|style=|\son\w+=", written.html) is None
    opens, *answers = re.findall(r'href="([^"]*)"', written.html)
    assert opens == "https://zusagen.example.org/promises/4711"
    assert [address.rpartition("/")[0] for address in answers] == ["https://zusagen.example.org/answers"] * 2


@pytest.mark.usefixtures("context")
def test_a_long_statement_is_whole_in_the_mail_and_short_in_its_subject():
    statement = "Wir " + "sehr " * 60 + "bald."

    written = mail(replace(LETTER, statement=statement))

    assert statement in written.text
    assert len(written.subject) < 200


MANAGER = 9
FORGOTTEN = Cause(id=1, key="forgotten", name_de="Vergessen", name_en="Forgotten")
REVIEWED = (
    Told(
        id=1,
        at=MOMENT,
        actor_id=MANAGER,
        kind="promise_renegotiated",
        changes={"due_at": (DUE.isoformat(), (DUE + timedelta(days=3)).isoformat())},
        words={
            "reason": "Teile fehlen.",
            "told": "Es dauert länger.",
            "informed_at": MOMENT.isoformat(),
            "informed_by": "phone",
        },
    ),
    Told(
        id=2,
        at=MOMENT + timedelta(minutes=1),
        actor_id=MANAGER,
        kind="promise_broken",
        changes={"cause_id": (None, 1), "outcome_note": ("", "Niemand hat bestellt.")},
        words={},
    ),
    Told(3, MOMENT + timedelta(minutes=2), MANAGER, "note_added", {}, {"note": "Herr Sommer\nweiß es."}),
)
"""What happened to a promise in a review, with reason, words, cause and notes."""


@pytest.mark.usefixtures("context")
@LANGUAGES
@pytest.mark.parametrize("reader", ["manager", "owner"])
def test_minutes_read_as_they_were_approved(locale: str, reader: str):
    letter = read_by(LETTER, locale=locale)
    told = Minutes(
        by="Katrin Möller",
        since=MOMENT,
        until=MOMENT + timedelta(minutes=40),
        path="/review/12/minutes" if reader == "manager" else "",
        decided=[
            Decided(letter=letter, told=list(REVIEWED)),
            Decided(letter=replace(letter, promise_id=4712, statement="Muster zusenden"), told=[]),
        ],
        names=Names(people={MANAGER: "Katrin Möller"}, causes={1: FORGOTTEN}),
    )

    written = mail_of(message_of(MinutesLetter(key="m:8", to=letter.to, minutes=told), MOMENT), letter.to)

    check_golden(f"minutes_{reader}.{locale}.txt", f"Subject: {written.subject}\n\n{written.text}")
    check_golden(f"minutes_{reader}.{locale}.html", written.html)
