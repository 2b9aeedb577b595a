"""The record of promises as a PDF: the words of its page, in every alphabet of Europe, for every reader."""

import re
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support.clock import MOMENT
from tests.support.pdfs import beside_the_page, elements, of_no_language, read, text_of, unannounced, words_of
from tracker.kernel.people import Viewer
from tracker.portal.letters import STANDS_FOR_OTHERS
from tracker.promises.rules import Channel, Due
from tracker.promises.use_cases.renegotiating import Informed, RenegotiatePromise, renegotiate_promise

NAMES = (
    "Łukasz Żółć",
    "Đorđe Đurić",
    "Ива́н Щёголев",
    "Ελένη Παπαδοπούλου",
    "Şükrü Iğdır",
    "Ørsted Þór",
    "Cafe\u0301 Zoë",
)
LONG = " ".join(f"Wort{n}" for n in range(1500))


@pytest.fixture
def agent(store: Store) -> Viewer:
    with store() as session:
        return b.an_agent(session)


@pytest.fixture
def browser(sign_in: SignIn, agent: Viewer) -> FlaskClient:
    return sign_in(agent)


def a_record(store: Store, agent: Viewer, *statements: str, name: str = "Bäckerei Sommer GmbH & Co. KG") -> str:
    """Let a customer have been promised this, one of it moved and told, and return the address of the record."""
    with store() as session:
        customer = b.a_customer(session, name)
        made = [
            b.a_promise(session, agent, customer_id=customer.id, statement=each, conditions="If the parts come: 100 %")
            for each in statements
        ]
        if made:
            told = Informed(at=MOMENT, channel=Channel.PHONE, words="The parts come later.")
            moved = RenegotiatePromise(
                promise_id=made[0].id,
                actor=agent,
                seen_version=made[0].row_version,
                due=Due(MOMENT.replace(day=9)),
                reason="Forgot to order.",
                informed=told,
            )
            renegotiate_promise(session, moved, MOMENT)
        return f"/customers/{customer.id}/page/record"


def words_of_page(page: str) -> list[str]:
    """Return the words of a page as paper shows them."""
    main = page[page.index("<h1>") : page.index("</main>")]
    printed = re.sub(r'<(p|div) class="no-print[^"]*">.*?</\1>(\s*</div>)?', "", main, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", printed)).split()


@pytest.mark.parametrize("language", ["de", "en"])
def test_it_says_what_the_page_says_word_for_word(browser: FlaskClient, store: Store, agent: Viewer, language: str):
    place = a_record(store, agent, "We send the parts – “soon”.", "Wir rufen zurück:\nfür 35,00 € & mehr <heute>.")

    page = browser.get(f"{place}?language={language}")
    pdf = browser.get(f"{place}.pdf?language={language}")

    assert pdf.mimetype == "application/pdf"
    assert pdf.headers["Content-Disposition"] == 'attachment; filename="promises_2025-03-02_2026-03-02.pdf"'
    assert pdf.headers["Cache-Control"] == "private, no-store"
    assert words_of(pdf.data) == words_of_page(page.text)


def test_words_of_people_are_not_announced_in_the_language_of_the_page(
    browser: FlaskClient, store: Store, agent: Viewer
):
    place = a_record(store, agent, "Wir schicken die Teile.", "We call you back.")

    document = read(browser.get(f"{place}.pdf?language=en").data)

    assert of_no_language(document) == 3


def test_a_record_of_nothing_says_so(browser: FlaskClient, store: Store, agent: Viewer):
    place = a_record(store, agent)

    assert "Nothing was promised in this period." in text_of(browser.get(f"{place}.pdf").data)


@pytest.mark.parametrize("name", NAMES)
def test_every_european_name_can_be_read(browser: FlaskClient, store: Store, agent: Viewer, name: str):
    place = a_record(store, agent, f"An {name}", name=name)

    text = text_of(browser.get(f"{place}.pdf").data)

    assert text.count(unicode_name(name)) == 2


def unicode_name(name: str) -> str:
    return name.replace("Cafe\u0301", "Café")


def test_emoji_are_printed_as_signs(browser: FlaskClient, store: Store, agent: Viewer):
    place = a_record(store, agent, "Erledigt 👍🏽 – bis morgen ☺️ 🚚")

    written = text_of(browser.get(f"{place}.pdf").data)

    assert "Erledigt 👍 – bis morgen ☺ 🚚" in written
    assert STANDS_FOR_OTHERS not in written


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "stands for letters that this file cannot show"),
        ("de", "steht für Zeichen, die diese Datei nicht zeigen"),
    ],
)
def test_where_letters_are_missing_the_file_says_so(
    browser: FlaskClient, store: Store, agent: Viewer, language: str, said: str
):
    place = a_record(store, agent, "Wir rufen 王小明 zurück.", name="محمد GmbH")

    written = " ".join(text_of(browser.get(f"{place}.pdf?language={language}").data).split())

    assert f"Wir rufen {STANDS_FOR_OTHERS} zurück." in written
    assert f"{STANDS_FOR_OTHERS} GmbH" in written
    assert written.count(f"{STANDS_FOR_OTHERS} {said}") == 1


def test_a_file_that_shows_everything_speaks_of_nothing_missing(browser: FlaskClient, store: Store, agent: Viewer):
    place = a_record(store, agent, "We send the parts.")

    assert STANDS_FOR_OTHERS not in text_of(browser.get(f"{place}.pdf").data)


def test_pages_are_numbered_and_headed(browser: FlaskClient, store: Store, agent: Viewer):
    place = a_record(store, agent, *(f"Promise {n}" for n in range(20)))

    pages = [page.extract_text().splitlines() for page in read(browser.get(f"{place}.pdf?language=de").data).pages]

    assert len(pages) > 2
    assert [lines[-1] for lines in pages] == [f"Seite {n} von {len(pages)}" for n in range(1, len(pages) + 1)]
    assert all("Stand: " in lines[0] for lines in pages)


def test_what_is_longer_than_a_page_goes_on_with_the_next(browser: FlaskClient, store: Store, agent: Viewer):
    place = a_record(store, agent, LONG)

    pdf = browser.get(f"{place}.pdf").data

    assert [word for word in words_of(pdf) if word.startswith("Wort")] == LONG.split()
    assert unannounced(read(pdf)) == []
    assert beside_the_page(read(pdf)) == []


@pytest.mark.parametrize("text", ["{nb} pages", "**not bold**", "a" * 300, "\ufdd0 nothing"])
def test_what_was_typed_is_only_text(browser: FlaskClient, store: Store, agent: Viewer, text: str):
    place = a_record(store, agent, text)

    written = "".join(text_of(browser.get(f"{place}.pdf").data).split())

    assert "".join(text.replace("\ufdd0", "").split()) in written


def test_a_screen_reader_is_told_language_title_and_order(browser: FlaskClient, store: Store, agent: Viewer):
    place = a_record(store, agent, "We send the parts.")

    document = read(browser.get(f"{place}.pdf?language=de").data)

    root: Any = document.trailer["/Root"]
    assert document.metadata is not None
    assert document.metadata.title == "Nachweis der Zusagen: Bäckerei Sommer GmbH & Co. KG"
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("de", True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    tags = [str(element["/S"]) for element in elements(document)]
    assert tags[:5] == ["/H1", "/P", "/P", "/H2", "/BlockQuote"]
    assert unannounced(document) == []


def test_the_file_carries_no_moment_but_that_of_the_record(browser: FlaskClient, store: Store, agent: Viewer):
    place = a_record(store, agent, "We send the parts.")

    assert browser.get(f"{place}.pdf").data == browser.get(f"{place}.pdf").data


def test_the_customer_of_a_closed_team_has_none_for_others(browser: FlaskClient, store: Store):
    with store() as session:
        customer = b.a_customer(session, team=b.a_team(session, is_closed=True))

    assert browser.get(f"/customers/{customer.id}/page/record.pdf").status_code == 404
