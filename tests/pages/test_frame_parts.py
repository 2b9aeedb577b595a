"""What page authors build on: guards, fragments, forms, lists by key, freshness, preferences."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask, flash, request
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue

from tests.support.clock import MOMENT, FrozenClock
from tests.support.databases import Database, application
from tracker.kernel.errors import Invalid, NotFound
from tracker.kernel.extensions import db
from tracker.kernel.people import Role, Viewer
from tracker.web.forms import LineField, PageForm, answer_form, needed
from tracker.web.fragments import page_or_block
from tracker.web.freshness import not_modified, with_etag
from tracker.web.guards import needs_role, needs_sign_in, viewer
from tracker.web.navigation import MAIN_PLACES, MORE_PLACES
from tracker.web.paging import page_of, read_cursor, requested_after, write_cursor

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}
SEAT = "looks"

As = Callable[..., FlaskClient]


class SayForm(PageForm):
    """One question."""

    words = LineField("Words", [needed("What was said?")])


@needs_sign_in
def _inside() -> str:
    return viewer().name


@needs_role("manager")
def _managers() -> str:
    return "for managers"


def _say() -> ResponseReturnValue:
    form = SayForm()

    def save() -> str:
        if form.words.data == "never":
            raise Invalid("Never say never.", field="words")
        if form.words.data == "nothing":
            raise Invalid("That is nothing.")
        return "/keys"

    return answer_form(form, "errors/_fragment.html" if "bare" in request.args else "keys.html", "keys", save=save)


def _numbers() -> dict[str, object]:
    after = requested_after("numbers")
    start = after[0] if after else 0
    assert isinstance(start, int)
    page = page_of(list(range(start + 1, min(start + 4, 8))), "numbers", lambda number: (number,), size=2)
    return {"rows": list(page.rows), "next": page.next_address, "first": page.is_first}


def _list() -> ResponseReturnValue:
    if (same := not_modified(request.args["version"])) is not None:
        return same
    if "flash" in request.args:
        flash("Saved.", "ok")
    return with_etag(page_or_block("keys.html", "keys"), request.args["version"])


@pytest.fixture(scope="module")
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture(scope="module")
def site(database: Database, clock: FrozenClock) -> Iterator[Flask]:
    """Yield the application with pages that use what authors use."""
    app = application(database.url, clock)
    app.config["WTF_CSRF_ENABLED"] = False
    app.extensions["find_viewer"] = lambda: app.config.get(SEAT)
    for place in (*MAIN_PLACES, *MORE_PLACES):
        if place.endpoint not in app.view_functions:
            app.add_url_rule(f"/places/{place.endpoint}", place.endpoint, _inside)
    for view in (_inside, _managers, _say, _numbers, _list):
        app.add_url_rule(f"/try/{view.__name__.strip('_')}", view.__name__, view, methods=["GET", "POST"])
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def as_(site: Flask) -> As:
    """Return what seats somebody before the browser."""

    def seat(role: Role | None = Role.AGENT, *, locale: str = "en", time_zone: str = "Europe/Berlin") -> FlaskClient:
        who = role and Viewer(id=7, name="A. Nowak", role=role, team_id=1, locale=locale, time_zone=time_zone)
        site.config[SEAT] = who
        return site.test_client()

    return seat


def test_a_stranger_is_sent_to_the_sign_in_page_and_back_again(as_: As) -> None:
    answer = as_(None).get("/try/inside?a=b")

    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("next=/try/inside?a%3Db")


def test_what_a_stranger_had_typed_is_kept(as_: As) -> None:
    answer = as_(None).post("/try/inside", data={"statement": "Call back at nine"})

    assert answer.status_code == 401
    assert 'value="Call back at nine"' in answer.text


def test_a_list_that_asks_again_after_the_session_ended_says_so_beside_the_list(as_: As) -> None:
    answer = as_(None).get("/try/inside", headers=PARTIAL)

    assert answer.status_code == 401
    assert answer.headers["HX-Retarget"] == "#status"


def test_only_the_roles_named_come_in(as_: As) -> None:
    assert as_(Role.MANAGER).get("/try/managers").status_code == 200
    refused = as_(Role.AGENT).get("/try/managers")
    assert refused.status_code == 403
    assert "Only managers may do this." in refused.text


def test_the_page_or_only_its_block(as_: As) -> None:
    whole = as_().get("/keys")
    block = as_().get("/keys", headers=PARTIAL)

    assert "<html" in whole.text
    assert "<html" not in block.text
    assert 'id="keys-title"' in block.text
    assert "HX-Request-Type" in whole.headers["Vary"]
    assert "HX-Request-Type" in block.headers["Vary"]


def test_messages_travel_with_a_fragment_to_the_status_region(as_: As) -> None:
    answer = as_().get("/try/list?version=1&flash=1", headers=PARTIAL)

    assert '<hx-partial hx-target="#status"' in answer.text
    assert "Saved." in answer.text


def test_a_right_form_leads_on(as_: As) -> None:
    assert as_().post("/try/say", data={"words": "well"}).headers["Location"] == "/keys"
    assert as_().post("/try/say", data={"words": "well"}).status_code == 303
    by_htmx = as_().post("/try/say", data={"words": "well"}, headers=PARTIAL)
    assert by_htmx.headers["HX-Redirect"] == "/keys"


@pytest.mark.parametrize("words", ["", "   ", "never", "nothing", "x" * 201])
def test_a_wrong_form_comes_back_with_422(as_: As, words: str) -> None:
    assert as_().post("/try/say", data={"words": words}).status_code == 422
    assert as_().post("/try/say", data={"words": words}, headers=PARTIAL).status_code == 422
    assert as_().get("/try/say").status_code == 200


def test_a_rule_that_refuses_names_its_field(site: Flask) -> None:
    with site.test_request_context("/try/say", method="POST", data={"words": "x"}):
        form = SayForm()
        form.validate()
        form.refuse(Invalid("Never say never.", field="words"))
        form.refuse(Invalid("That is nothing."))

        assert [(field and field.name, words) for field, words in form.faults()] == [
            (None, "That is nothing."),
            ("words", "Never say never."),
        ]


def test_a_list_is_read_to_its_end_page_by_page(as_: As) -> None:
    browser, address, seen = as_(), "/try/numbers?q=a", []
    while address:
        page = browser.get(address).json
        assert page is not None
        seen.append(page["rows"])
        address = page["next"]
        assert address is None or "q=a" in address

    assert seen == [[1, 2], [3, 4], [5, 6], [7]]


@pytest.mark.parametrize("change", [lambda text: text[:-1] + ("A" if text[-1] != "A" else "B"), lambda _: "nonsense"])
def test_a_cursor_that_was_changed_is_refused(as_: As, change: Callable[[str], str]) -> None:
    address = (as_().get("/try/numbers").json or {})["next"]
    start, cursor = address.split("after=")

    assert as_().get(f"{start}after={change(cursor)}").status_code == 404


def test_a_cursor_belongs_to_one_list_and_keeps_its_kinds(site: Flask) -> None:
    key = (datetime(2026, 3, 1, 8, tzinfo=UTC), MOMENT.date(), "Müller", 12, None)
    with site.app_context():
        assert read_cursor("promises", write_cursor("promises", key)) == key
        with pytest.raises(NotFound):
            read_cursor("customers", write_cursor("promises", key))


def test_nothing_new_is_answered_in_a_word(as_: As) -> None:
    tag = as_().get("/try/list?version=1").headers["ETag"]

    same = as_().get("/try/list?version=1", headers={"If-None-Match": tag})

    assert tag.startswith("W/")
    assert same.status_code == 304
    assert same.headers["ETag"] == tag
    assert same.headers["Cache-Control"] == "private, no-cache"


def test_whatever_changes_the_page_changes_its_tag(as_: As, clock: FrozenClock) -> None:
    address = "/try/list?version=1"
    tags = [
        as_().get(address).headers["ETag"],
        as_().get("/try/list?version=2").headers["ETag"],
        as_(locale="de").get(address).headers["ETag"],
        as_(time_zone="Asia/Tokyo").get(address).headers["ETag"],
        as_(Role.ADMIN).get(address).headers["ETag"],
        as_().get(address, headers=PARTIAL).headers["ETag"],
        _with_cookie(as_(), "density", "compact").get(address).headers["ETag"],
    ]
    clock.advance(timedelta(minutes=1))
    tags.append(as_().get(address).headers["ETag"])
    clock.moment = MOMENT

    assert len(set(tags)) == len(tags)
    assert as_().get(address).headers["ETag"] == tags[0]


def test_a_waiting_message_is_never_held_back(as_: As) -> None:
    browser = as_()
    tag = browser.get("/try/list?version=1").headers["ETag"]
    with browser.session_transaction() as session:
        session["_flashes"] = [("ok", "Saved.")]

    answer = browser.get("/try/list?version=1", headers={"If-None-Match": tag})

    assert answer.status_code == 200
    assert "Saved." in answer.text


def test_preferences_are_kept_in_cookies_and_shape_the_page(as_: As) -> None:
    browser = as_()

    answer = browser.post("/preferences", data={"theme": "dark", "density": "compact", "keys": "off", "next": "/keys"})

    assert answer.headers["Location"] == "/keys"
    assert 'data-theme="dark" data-density="compact" data-keys="off"' in browser.get("/keys").text


def test_preferences_take_only_what_exists_and_lead_only_to_our_pages(as_: As) -> None:
    browser = as_()

    answer = browser.post("/preferences", data={"theme": '"><script>', "next": "//e.example"})

    assert answer.headers["Location"] == "/"
    assert 'data-theme="system"' in browser.get("/keys").text


def test_the_account_s_language_goes_before_the_cookie_s(as_: As) -> None:
    browser = as_(locale="de")
    browser.post("/preferences", data={"language": "en"})

    assert '<html lang="de"' in browser.get("/keys").text
    as_(None)
    assert '<html lang="en-GB"' in browser.get("/keys").text


@pytest.mark.parametrize(
    ("role", "hidden"),
    [
        (Role.AGENT, {"Overdue", "Today at risk", "Reminders", "Administration"}),
        (Role.MANAGER, {"Administration"}),
        (Role.ADMIN, {"Overdue", "Today at risk", "Reminders", "Promises in a text", "Approvals"}),
    ],
)
def test_everybody_sees_the_places_of_their_role(as_: As, role: Role, hidden: set[str]) -> None:
    page = as_(role).get("/keys").text

    links = {place.endpoint: f">{place.label}<" in page for place in (*MAIN_PLACES, *MORE_PLACES)}

    assert [endpoint for endpoint, is_there in links.items() if not is_there] == [
        place.endpoint for place in (*MAIN_PLACES, *MORE_PLACES) if str(place.label) in hidden
    ]


def test_a_stranger_sees_no_places(as_: As) -> None:
    page = as_(None).get("/keys").text

    assert "<nav" not in page
    assert "Sign out" not in page


def _with_cookie(browser: FlaskClient, name: str, text: str) -> FlaskClient:
    browser.set_cookie(name, text)
    return browser
