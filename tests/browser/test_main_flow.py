"""The main job, end to end, in both languages, on a phone and at a desk: from the call to the calendar."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from icalendar import Calendar
from playwright.sync_api import Page, ViewportSize, expect

from tests.conftest import Store
from tests.support.accounts_forms import PASSWORD
from tests.support.alerts import run_senders, run_sweep
from tests.support.browser import PHONE, OpenPage
from tests.support.builders import an_account
from tests.support.clock import FrozenClock
from tests.support.mailbox import Mailbox
from tests.support.walking import Walker
from tests.support.wording import words_in
from tracker.accounts.passwords import hashed_password

pytestmark = pytest.mark.parametrize(
    ("database", "language"), [("postgresql", "de"), ("sqlite", "en")], indirect=True, scope="session"
)

DESK = ViewportSize(width=1440, height=900)
SIZES = {"phone": PHONE, "desk": DESK}
BROWSER_LOCALES = {"de": "de-DE", "en": "en-GB"}

CUSTOMER = "Versorgungsgesellschaft Musterhausen und Umgebung mbH & Co. KG"
STATEMENT = "I will call you back about invoice 4711."
CAUSES = {"de": "Vergessen", "en": "Forgotten"}
AMENDS = "We send the missing parts by courier."

OFFICE_HOURS_UNTIL_DUE = 5
UNTIL_THE_REMINDER = timedelta(hours=4)
UNTIL_IT_IS_LATE = timedelta(hours=6)


class Agent(Walker):
    """An agent through whose hands one promise goes."""

    email = "anna@example.org"

    def __init__(self, page: Page, language: str, pass_time: Callable[[timedelta], None], mailbox: Mailbox) -> None:
        super().__init__(page, words_in(language))
        self.language = language
        self.pass_time = pass_time
        self.mailbox = mailbox

    def signs_in(self) -> None:
        self.go("/")
        expect(self.page).to_have_url(re.compile("/sign-in"))
        self.field("Mail address").fill(self.email)
        self.field("Password").fill(PASSWORD)
        self.press("Enter")
        self.sees("Nothing is owed. What you promise next appears here.")
        self.look()

    def logs_a_promise_by_keys_alone(self) -> None:
        self.press("q")
        self.type(STATEMENT)
        self.press("Tab")
        expect(self.field("What?")).to_have_value(STATEMENT)
        expect(self.field("What?")).to_be_focused()
        self.look()
        assert self.tab_to(self.field("Whom?")) == 1
        self.type(CUSTOMER)
        self.sees("New customer: %(name)s", name=CUSTOMER)
        self.look()
        self.tab_to(self.field("Phone or mail address"))
        self.type("+49 69 900 0910")
        self.tab_to(self.field("How many"))
        self.type(str(OFFICE_HOURS_UNTIL_DUE))
        self.press("Enter")
        self.finds_the_promise_saved()

    def finds_the_promise_saved(self) -> None:
        expect(self.page.get_by_role("status")).to_contain_text(CUSTOMER)
        expect(self.page.get_by_role("heading", level=1)).to_have_text(STATEMENT)
        expect(self.page.get_by_role("link", name=CUSTOMER)).to_be_visible()
        self.look()

    def is_reminded_in_the_app_and_by_mail(self) -> None:
        self.pass_time(UNTIL_THE_REMINDER - timedelta(minutes=1))
        assert self.mailbox.mails == []
        self.pass_time(timedelta(minutes=1))
        (mail,) = self.mailbox.mails
        assert mail.to == self.email
        assert STATEMENT in mail.text
        self.page.reload()
        self.page.get_by_role("link", name=self.say("%(num)d new notice", "%(num)d new notices", num=1)).click()
        self.sees("Due soon")
        self.look()
        self.page.get_by_role("link", name=STATEMENT).click()

    def agrees_a_new_date_and_tells_the_customer(self) -> None:
        self.sees("Promised")
        self.press("t")
        self.sees("The old date stays in the history and in the counts.")
        self.look()
        self.field("How many").fill("5")
        self.field("Why is there a new date?").fill("The warehouse is still looking for the invoice.")
        self.page.get_by_label(self.say("Yes, told as below")).check()
        self.field("In which words?").fill("We need until Wednesday.")
        self.button("Save new date").click()
        self.sees("New date saved.")
        expect(self.page.get_by_text("We need until Wednesday.").first).to_be_visible()
        self.look()

    def keeps_it_late_which_one_click_asks_the_cause_of(self) -> None:
        self.pass_time(UNTIL_IT_IS_LATE)
        self.go("/")
        self.button("Kept").click()
        expect(self.field("Why?")).to_be_visible()
        self.look()
        self.field("Why?").select_option(label=CAUSES[self.language])
        self.button("Kept").click()
        self.sees("Marked as kept.")

    def apologises_once(self) -> None:
        self.sees("Kept late")
        self.look()
        self.link("Apologised").click()
        self.sees("Customers hear sorry once.")
        self.look()
        self.field("In which words?").fill("Sorry that it took so long.")
        self.button("Save apology").click()
        self.sees("Apology saved, so that nobody says it again.")
        expect(self.link("Apologised")).to_have_count(0)
        self.look()

    def promises_to_make_good(self) -> None:
        self.link("Promise to make good").click()
        expect(self.field("Whom?")).to_have_value(CUSTOMER)
        self.look()
        self.field("What?").fill(AMENDS)
        self.button("in %(num)d working day", "in %(num)d working days", num=2).click()
        expect(self.page.locator("#due-meaning")).not_to_be_empty()
        self.button("Save").first.click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(AMENDS)
        expect(self.page.get_by_role("link", name=STATEMENT)).to_be_visible()
        self.look()

    def reads_the_record_of_the_customer(self) -> None:
        self.page.get_by_role("link", name=CUSTOMER).click()
        self.sees("We owe")
        self.look()
        self.link("Record").click()
        self.sees("Record of promises, internal")
        for words in (STATEMENT, AMENDS, "We need until Wednesday."):
            expect(self.page.get_by_text(words).first).to_be_visible()
        self.look()

    def subscribes_to_the_calendar(self) -> None:
        self.go("/calendar")
        self.button("Make a link").click()
        address = self.field("Address of the calendar").input_value()
        self.look()
        answer = self.page.request.get(urlsplit(address).path)
        (event,) = Calendar.from_ical(answer.body()).walk("VEVENT")
        assert AMENDS in str(event["SUMMARY"])


@pytest.fixture(scope="session")
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[pytest.param("desk", marks=pytest.mark.long), "phone"])
def agent(
    request: pytest.FixtureRequest, language: str, store: Store, open_page: OpenPage, app: Flask, clock: FrozenClock
) -> Agent:
    """Return an agent of the language in front of an empty browser of the size."""
    with store() as session:
        account = an_account(session, "Anna Nowak")
        account.email, account.locale, account.password = Agent.email, language, hashed_password(PASSWORD)

    def pass_time(span: timedelta) -> None:
        clock.advance(span)
        with app.app_context():
            run_sweep()
            run_senders()

    page = open_page(viewport=SIZES[request.param], locale=BROWSER_LOCALES[language])
    return Agent(page, language, pass_time, app.extensions["mailer"])


def test_a_promise_is_logged_reminded_of_moved_kept_made_good_and_read(agent: Agent) -> None:
    agent.signs_in()
    agent.logs_a_promise_by_keys_alone()
    agent.is_reminded_in_the_app_and_by_mail()
    agent.agrees_a_new_date_and_tells_the_customer()
    agent.keeps_it_late_which_one_click_asks_the_cause_of()
    agent.apologises_once()
    agent.promises_to_make_good()
    agent.reads_the_record_of_the_customer()
    agent.subscribes_to_the_calendar()
