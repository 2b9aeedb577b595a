"""The lists: what each shows to whom, and what can be done with several promises at once."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support.clock import MOMENT
from tests.support.reading import text
from tracker.accounts.records import Absence, Account
from tracker.customers.records import Customer
from tracker.kernel.people import Viewer
from tracker.promises.queries.finding import waiting_hand_over
from tracker.promises.records import Promise
from tracker.promises.rules import Due, Settlement, State
from tracker.promises.use_cases import logging
from tracker.promises.use_cases.merging import move_promises
from tracker.promises.use_cases.settling import SettlePromise, settle_promise
from tracker.worktime.zones import local

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Company:
    """Who is there, and the numbers of what they owe."""

    agent: Viewer
    colleague: Viewer
    manager: Viewer
    customer: int
    promises: dict[str, int]

    @property
    def two(self) -> list[int]:
        """The overdue promise and the one of today."""
        return [self.promises["overdue"], self.promises["today"]]


DUES = {"overdue": -HOUR, "today": 5 * HOUR, "ahead": timedelta(days=2), "far": timedelta(days=40)}


@pytest.fixture
def company(store: Store) -> Company:
    """Two agents and their manager, with a promise overdue, one today, one in days, one far ahead, and a draft."""
    with store() as session:
        team = b.a_team(session, "Service")
        agent = b.an_agent(session, "Anna Nowak", team=team)
        customer = b.a_customer(session, "Bäckerei Sommer").id
        yesterday = MOMENT - timedelta(days=1)
        promises = {
            name: b.a_promise(
                session,
                agent,
                now=yesterday,
                statement=f"This is {name}.",
                customer_id=customer,
                due=Due(MOMENT + due),
            ).id
            for name, due in DUES.items()
        }
        logging.save_draft(session, b.some_words(session, agent, due=None, statement="A draft."), MOMENT)
        colleague = b.an_agent(session, "Ben Okafor", team=team)
        return Company(agent, colleague, b.a_manager(session, "Rukiye Yılmaz", of=team), customer, promises)


def words_of(client: FlaskClient, address: str) -> str:
    """Return a page that must be there."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text[:500]
    return answer.text


def test_my_day_shows_the_worst_first_and_everything_once(company: Company, sign_in: SignIn) -> None:
    page = words_of(sign_in(company.agent), "/")

    order = [page.index(f"This is {name}.") for name in ("overdue", "today", "ahead")]
    assert order == sorted(order)
    assert page.index("A draft.") < order[0]
    assert "This is far." not in page
    assert "1 more is due later" in page


def test_my_day_shows_a_deputy_what_an_absent_colleague_owes(company: Company, store: Store, sign_in: SignIn) -> None:
    deputy = sign_in(company.colleague)
    before = words_of(deputy, "/")
    today = MOMENT.date()
    with store() as session:
        away = Absence(account_id=company.agent.id, first_day=today, last_day=today, deputy_id=company.colleague.id)
        session.add(away)

    page = words_of(deputy, "/")

    assert "This is overdue." not in before
    assert "For absent colleagues" in page
    assert "This is overdue." in page
    assert "A draft." not in page


def test_a_draft_is_seen_by_its_owner_alone(company: Company, sign_in: SignIn) -> None:
    assert "A draft." not in words_of(sign_in(company.colleague), "/board")
    assert "A draft." not in words_of(sign_in(company.manager), "/promises")


@pytest.mark.parametrize("address", ["/promises", "/board", "/promises?standing=overdue", "/promises?standing=kept"])
def test_every_list_is_there_for_everybody(company: Company, sign_in: SignIn, address: str) -> None:
    for who in ("agent", "manager"):
        words_of(sign_in(getattr(company, who)), address)


def test_the_board_of_who_manages_another_team_than_their_own_begins_with_that(
    company: Company, sign_in: SignIn, store: Store
) -> None:
    with store() as session:
        session.get_one(Account, company.manager.id).team_id = b.a_team(session, "Leaders").id

    assert "This is overdue." in words_of(sign_in(company.manager), "/board")


def test_the_overdue_list_is_for_managers(company: Company, sign_in: SignIn) -> None:
    page = words_of(sign_in(company.manager), "/overdue")

    assert "This is overdue." in page
    assert "This is today." not in page
    assert sign_in(company.agent).get("/overdue").status_code == 403


def test_what_we_owe_a_customer_stands_on_their_page(company: Company, sign_in: SignIn) -> None:
    client = sign_in(company.colleague)
    page = words_of(client, f"/customers/{company.customer}")

    assert all(f"This is {name}." in page for name in ("overdue", "today", "ahead", "far"))
    assert "This is today." in words_of(client, f"/customers/{company.customer}/record")
    words_of(client, f"/customers/{company.customer}/merge")


def test_a_list_that_did_not_change_is_not_sent_again(company: Company, sign_in: SignIn) -> None:
    client = sign_in(company.agent)
    first = client.get("/")

    again = client.get("/", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304


def post(client: FlaskClient, address: str, **given: object) -> TestResponse:
    """Send a form with the token of the page that it stands on, and follow where it leads."""
    token = words_of(client, "/promises").split('name="csrf_token" value="')[1].split('"')[0]
    return client.post(address, data={"csrf_token": token, **given}, follow_redirects=True)


def send(client: FlaskClient, company: Company, **given: object) -> str:
    """Send the form around a list for the overdue and today's promise, and return the page that follows."""
    sent = {"promise": [f"{number}.1" for number in company.two], **given}
    answer = post(client, "/promises/together", **sent)
    assert answer.status_code == 200, answer.text[:500]
    return answer.text


def test_several_promises_are_offered_at_once_and_taken_back_at_once(
    company: Company, sign_in: SignIn, store: Store
) -> None:
    client = sign_in(company.manager)

    preview = send(client, company, do="hand-over", to=company.colleague.id, back="/overdue")
    page = send(client, company, do="hand-over", to=company.colleague.id, back="/overdue", confirmed=1)

    assert "promises offered." not in preview
    assert f'<option value="{company.colleague.id}" selected>' in preview
    assert "2 promises offered." in page
    done = page.split('name="done" value="')[1].split('"')[0]
    post(client, "/promises/together/undo", done=done, next="/overdue")
    with store() as session:
        assert waiting_hand_over(session, company.promises["overdue"]) is None


def test_endings_are_asked_about_first_and_then_say_what_happened(
    company: Company, sign_in: SignIn, store: Store
) -> None:
    client = sign_in(company.manager)

    question = send(client, company, do="break")
    with store() as session:
        cause = b.cause_id(session)
        assert session.get_one(Promise, company.promises["overdue"]).state == "open"
    answer = send(client, company, do="break", confirmed=1, cause=cause)

    assert "Mark as broken" in question
    assert "2 promises marked as broken." in answer


@pytest.mark.parametrize(
    ("given", "asked_for"),
    [
        ({"do": "keep", "confirmed": 1}, "choose the cause"),
        ({"do": "break", "confirmed": 1}, "choose the cause"),
        ({"do": "hand-over", "confirmed": 1}, "Choose who takes them over."),
    ],
    ids=["keep", "break", "hand over"],
)
def test_what_is_lacking_is_asked_for_and_nothing_is_lost_or_done(
    company: Company, sign_in: SignIn, store: Store, given: dict[str, object], asked_for: str
) -> None:
    sent = {"promise": [f"{number}.1" for number in company.two], "words": "The lorry broke down.", **given}

    answer = post(sign_in(company.manager), "/promises/together", **sent)

    assert answer.status_code == 422
    assert asked_for in answer.text
    assert all(f'name="promise" value="{number}.1"' in answer.text for number in company.two)
    assert "The lorry broke down." in answer.text or given["do"] == "hand-over"
    with store() as session:
        assert {session.get_one(Promise, number).state for number in company.two} == {"open"}
        assert waiting_hand_over(session, company.promises["overdue"]) is None


def test_no_cause_is_chosen_for_anybody(company: Company, sign_in: SignIn) -> None:
    question = send(sign_in(company.manager), company, do="break")

    assert '<option value="">choose …</option>' in question
    assert "selected" not in question.partition('name="cause"')[2].partition("</select>")[0]


def test_several_were_kept_when_somebody_says_so_and_not_when_it_is_ticked_off(
    company: Company, sign_in: SignIn, store: Store
) -> None:
    client, late = sign_in(company.manager), company.promises["overdue"]
    with store() as session:
        made_at = session.get_one(Promise, late).made_at
        done_at = made_at + timedelta(minutes=1)
    wall = local(done_at, company.manager.time_zone)
    sent = {"do": "keep", "promise": f"{late}.1", "kept_at_day": f"{wall:%Y-%m-%d}", "kept_at_time": f"{wall:%H:%M}"}

    asked = post(client, "/promises/together", do="keep", promise=f"{late}.1").text
    wrong = post(client, "/promises/together", **{**sent, "kept_at_day": "soon", "confirmed": "1"})
    post(client, "/promises/together", **sent, confirmed="1")

    assert 'name="kept_at_day"' in asked
    assert wrong.status_code == 422
    with store() as session:
        kept = session.get_one(Promise, late)
        assert (kept.state, kept.kept_at, kept.cause_id) == ("kept", done_at.replace(second=0, microsecond=0), None)


def test_what_somebody_else_changed_meanwhile_is_left_alone_and_said(company: Company, sign_in: SignIn) -> None:
    client = sign_in(company.manager)
    late, stale = company.two

    chosen = [f"{late}.1", f"{stale}.7"]
    answer = send(client, company, do="hand-over", to=company.colleague.id, promise=chosen, confirmed=1)

    assert "1 promise offered." in answer
    assert "1 not: Somebody else has changed this promise meanwhile." in answer


@pytest.mark.parametrize("given", [{"promise": []}, {"do": "dance"}, {"do": "hand-over"}])
def test_a_bulk_form_that_makes_no_sense_changes_nothing(
    company: Company, sign_in: SignIn, given: dict[str, object]
) -> None:
    sent = {"promise": f"{company.promises['today']}.1", **given}
    answer = post(sign_in(company.manager), "/promises/together", **sent)

    assert answer.status_code == 422


ENDS = {
    State.KEPT: "(kept Sat 28 Feb)",
    State.PARTLY_KEPT: "(kept Sat 28 Feb)",
    State.BROKEN: "(ended today)",
    State.WITHDRAWN: "(ended today)",
}


@pytest.mark.parametrize("outcome", sorted(ENDS))
def test_a_settled_promise_shows_the_due_by_which_its_list_is_ordered_and_when_it_ended(
    company: Company, store: Store, sign_in: SignIn, outcome: State
) -> None:
    with store() as session:
        three_days_ago = MOMENT - timedelta(days=3)
        promise = b.a_promise(session, company.agent, now=three_days_ago, due=Due(MOMENT - timedelta(days=1)))
        kept_at = MOMENT - timedelta(days=2) if "(kept" in ENDS[outcome] else None
        settlement = Settlement(
            outcome=outcome,
            kept_at=kept_at,
            missing="The cable." if outcome is State.PARTLY_KEPT else "",
            note="No longer wanted.",
            cause_id=b.cause_id(session) if outcome in {State.PARTLY_KEPT, State.BROKEN} else None,
        )
        settle_promise(
            session,
            SettlePromise(promise_id=promise.id, actor=company.agent, seen_version=1, settlement=settlement),
            MOMENT,
        )

    row = text(words_of(sign_in(company.agent), "/promises?standing=settled"))

    assert f"due yesterday {ENDS[outcome]}" in row


def test_a_list_of_a_customer_who_was_merged_is_that_of_the_one_who_was_kept(
    company: Company, store: Store, sign_in: SignIn
) -> None:
    with store() as session:
        kept = b.a_customer(session, "Kept")
        move_promises(session, from_id=company.customer, to_id=kept.id, actor=company.agent, now=MOMENT)
        session.get_one(Customer, company.customer).merged_into_id = kept.id

    assert "This is today." in words_of(sign_in(company.agent), f"/promises?customer={company.customer}")
