"""The two questions on a small phone and by keyboard, without scripts, in both languages: no barrier."""

import pytest
from flask import Flask
from playwright.sync_api import ViewportSize, expect
from sqlalchemy import select

from tests.conftest import Store
from tests.support import builders as b
from tests.support.browser import OpenPage
from tests.support.databases import ON_SQLITE
from tests.support.surveys import a_silent_customer, a_survey
from tests.support.walking import Walker
from tests.support.wording import words_in
from tracker.kernel.polls import Polls
from tracker.surveys.links import token_for
from tracker.surveys.records import Survey, SurveyRefusal

pytestmark = ON_SQLITE

NARROW = ViewportSize(width=320, height=640)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.long)])
def test_a_customer_answers_by_keyboard_and_wants_no_more(
    app: Flask, store: Store, open_page: OpenPage, language: str, theme: str
) -> None:
    with store() as session:
        customer = a_silent_customer(session, b.an_agent(session))
        survey_id = a_survey(session, customer, language=language).id
    with app.app_context():
        address = f"/s/{token_for(survey_id)}"
    app.extensions["survey_polls"] = Polls()
    page = open_page(viewport=NARROW, color_scheme=theme)
    asked = Walker(page, words_in(language))

    asked.go(address)
    asked.tab_to(page.locator("input[name=kept]").first)
    asked.press("ArrowDown", "Tab")
    asked.type("Deliveries on Saturday.")
    asked.tab_to(asked.button("Send the answer"))
    asked.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(asked.say("Thank you"))
    asked.look()
    asked.tab_to(asked.button("No more such mails, please"))
    asked.press("Enter")

    asked.sees("You get no more such mails from us.")
    asked.look()
    assert page.locator("script").count() == 0
    with store() as session:
        assert session.scalars(select(Survey.kept)).all() == ["partly"]
        assert len(session.scalars(select(SurveyRefusal)).all()) == 1
