"""What forms and texts say by themselves, in German: nothing in English, nothing with two periods."""

from pathlib import Path

import wtforms
from babel.messages.pofile import read_po
from flask import Flask, render_template_string
from flask_babel import force_locale, get_domain, gettext

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support.accounts_forms import the_form
from tracker.accounts.records import Account
from tracker.web.wtforms_words import OurTexts

TEMPLATE = Path(wtforms.__file__).parent / "locale" / "wtforms.pot"


def test_everything_that_wtforms_can_say_has_german_words(app: Flask) -> None:
    with TEMPLATE.open("rb") as file:
        ids = [message.id for message in read_po(file) if message.id]
    texts = OurTexts()

    with app.app_context(), force_locale("de"):
        english = [each for each in ids if isinstance(each, str) and texts.gettext(each) == each]
        english += [
            each[0] for each in ids if isinstance(each, tuple) and texts.ngettext(each[0], each[1], 2) == each[1]
        ]

    assert len(ids) > 20
    assert english == []


def test_a_time_that_is_none_is_refused_in_german(store: Store, sign_in: SignIn) -> None:
    with store() as session:
        agent = b.an_agent(session)
        session.get_one(Account, agent.id).locale = "de"
        promise = b.a_promise(session, agent)
    browser, page = sign_in(agent), f"/promises/{promise.id}/snooze"

    answer = browser.post(page, data=the_form(browser.get(page), "row_version").fields | {"remind_at_time": "25:00"})

    assert "Das ist keine Uhrzeit" in answer.text
    assert "Not a valid" not in answer.text


def test_a_text_with_a_date_at_its_end_has_one_period_in_code_and_in_templates(app: Flask) -> None:
    said = "{{ _('Customer informed on %(when)s.', when=day) }}"

    with app.test_request_context(), force_locale("de"):
        in_code = gettext("Customer informed on %(when)s.", when="1.12.")
        in_template = render_template_string(said, day="1.12.")
        many = gettext("Next try in %(span)s.", span="14 Min.")

    assert in_code == in_template == "Kundschaft informiert 1.12."
    assert many == "Nächster Versuch in 14 Min."


def test_texts_are_read_from_their_files_once(app: Flask) -> None:
    with app.test_request_context():
        first = get_domain().get_translations()

    with app.test_request_context():
        assert get_domain().get_translations() is first
