"""Everything that can be done with a promise, from its page, without scripts."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support.accounts_forms import SentForm, forms_in, press, the_form
from tests.support.clock import MOMENT, FrozenClock
from tracker.accounts.records import Account
from tracker.audit.queries import Told, history
from tracker.kernel.people import Viewer
from tracker.promises.records import HandOver, Informing, Promise, Renegotiation
from tracker.promises.rules import Due

HOUR = timedelta(hours=1)
PARTIAL = {"HX-Request-Type": "partial"}


@dataclass
class Desk:
    """An agent with one promise, at their browser."""

    store: Store
    client: FlaskClient
    agent: Viewer
    colleague: Viewer
    promise_id: int
    causes: dict[str, int] = field(default_factory=dict)

    @property
    def page(self) -> str:
        return f"/promises/{self.promise_id}"

    def send(self, action: str, /, **changes: str) -> TestResponse:
        """Open the form of an action, fill it, and send it."""
        address = f"{self.page}/{action}"
        form = self.form(action)
        return self.client.post(address, data=form.fields | changes)

    def form(self, action: str) -> SentForm:
        return the_form(self.client.get(f"{self.page}/{action}"), "row_version")

    def promise(self) -> Promise:
        with self.store() as session:
            return session.get_one(Promise, self.promise_id)

    def told(self) -> list[Told]:
        with self.store() as session:
            return history(session, "promise", self.promise_id)


@pytest.fixture
def desk(store: Store, sign_in: SignIn) -> Desk:
    with store() as session:
        team = b.a_team(session, "Service")
        agent, colleague = b.an_agent(session, "Anna Nowak", team=team), b.an_agent(session, "James Okafor", team=team)
        due = Due(MOMENT + 4 * HOUR)
        promise = b.a_promise(session, agent, now=MOMENT - 24 * HOUR, due=due)
        causes = {"forgotten": b.cause_id(session)}
    return Desk(store, sign_in(agent), agent, colleague, promise.id, causes)


@pytest.fixture
def late(desk: Desk, clock: FrozenClock) -> Desk:
    clock.advance(6 * HOUR)
    return desk


def test_one_click_keeps_it(desk: Desk) -> None:
    answer = press(desk.client, desk.page, f"{desk.page}/keep")

    assert answer.status_code == 303
    assert answer.location == desk.page
    assert desk.promise().kept_at == MOMENT
    assert "Marked as kept." in desk.client.get(desk.page).text


def test_one_click_from_a_list_shows_the_list_again(desk: Desk) -> None:
    form = desk.form("keep").fields
    sent = {"csrf_token": form["csrf_token"], "row_version": form["row_version"]}

    answer = desk.client.post(f"{desk.page}/keep?next=/", data=sent, headers=PARTIAL)

    assert (answer.status_code, answer.location) == (303, "/")
    assert desk.promise().state == "kept"


def test_one_click_on_what_is_late_asks_for_the_cause(late: Desk) -> None:
    form = late.form("keep").fields
    sent = {"csrf_token": form["csrf_token"], "row_version": form["row_version"]}

    page = late.client.post(f"{late.page}/keep", data=sent)
    from_list = late.client.post(f"{late.page}/keep?next=/", data=sent, headers=PARTIAL)

    assert page.status_code == 422
    assert "It was not kept as promised: choose the cause." in page.text
    assert from_list.headers["HX-Redirect"] == f"{late.page}/keep?next=/"
    assert late.promise().state == "open"


def test_late_and_kept_with_its_cause(late: Desk) -> None:
    answer = late.send("keep", cause=str(late.causes["forgotten"]), note="Sorry.", evidence="R-1")

    assert answer.status_code == 303
    promise = late.promise()
    assert (promise.state, promise.cause_id, promise.evidence) == ("kept", late.causes["forgotten"], "R-1")


def test_what_was_done_in_time_is_only_said_later(late: Desk) -> None:
    late.send("keep", kept_at_day="2026-03-02", kept_at_time="12:30")

    promise = late.promise()
    assert promise.kept_at == MOMENT + 3.5 * HOUR
    assert promise.cause_id is None


def test_done_in_the_minute_it_was_promised(store: Store, sign_in: SignIn, clock: FrozenClock) -> None:
    with store() as session:
        agent = b.an_agent(session)
        promise = b.a_promise(session, agent, now=clock.advance(timedelta(seconds=30)))
    client = sign_in(agent)
    address = f"/promises/{promise.id}/keep"
    form = the_form(client.get(address), "row_version").fields
    clock.advance(timedelta(seconds=60))

    answer = client.post(address, data=form)

    assert answer.status_code == 303, answer.text


@pytest.mark.parametrize(
    ("action", "changes", "said", "state"),
    [
        ("partly-keep", {"missing": "The second box.", "cause": "forgotten"}, "Marked as partly kept.", "partly_kept"),
        ("break", {"cause": "forgotten", "note": "Sold out."}, "Marked as broken.", "broken"),
        ("withdraw", {"note": "The customer called it off."}, "Marked as withdrawn.", "withdrawn"),
    ],
)
def test_other_endings(desk: Desk, action: str, changes: dict[str, str], said: str, state: str) -> None:
    changes = {name: str(desk.causes.get(text, text)) for name, text in changes.items()}

    answer = desk.send(action, **changes)

    assert desk.promise().state == state
    assert said in desk.client.get(answer.location).text


@pytest.mark.parametrize(
    ("action", "changes", "said"),
    [
        ("keep", {"kept_at_day": "2026-03-03"}, "This moment is still to come."),
        ("keep", {"kept_at_day": "2026-02-20"}, "That is before the promise was made."),
        ("keep", {"kept_at_day": "yesterday"}, "Not a valid date value."),
        ("partly-keep", {"note": "Half."}, "Say what is missing."),
        ("partly-keep", {"missing": "Half."}, "choose the cause."),
        ("break", {"note": "Sold out."}, "choose the cause."),
        ("break", {"cause": "999", "note": "Sold out."}, "Choose one of the causes."),
        ("withdraw", {"note": " "}, "Say why it is no longer needed."),
        ("renegotiate", {"reason": "Stock.", "informed": "no"}, "Say until when."),
        ("renegotiate", {"reason": "", "informed": "no", "due_day": "2026-03-05"}, "Say why there is a new date."),
        ("renegotiate", {"reason": "Stock.", "due_day": "2026-03-05"}, "Say whether the customer was told."),
        ("renegotiate", {"reason": "Stock.", "informed": "no", "due_day": "2026-03-01"}, "already over"),
        ("renegotiate", {"reason": "Stock.", "informed": "no", "due_count": "0"}, "A number from 1 to 999."),
        ("inform", {"informed_at_day": "2026-03-09", "informed_words": "Soon."}, "This moment is still to come."),
        ("hand-over", {"to": "999", "words": "Please."}, "This person cannot own promises."),
        ("snooze", {"remind_at_day": ""}, "Say when to remind."),
        ("snooze", {"remind_at_day": "2026-03-02", "remind_at_time": "08:00"}, "already over"),
        ("note", {"words": " "}, "The note is empty."),
        ("correct", {"kind": "0", "conditions": "If."}, "Choose one of the kinds."),
    ],
)
def test_what_does_not_fit_is_said_and_typed_words_stay(
    desk: Desk, action: str, changes: dict[str, str], said: str
) -> None:
    answer = desk.send(action, **changes)

    assert answer.status_code == 422
    assert said in answer.text
    fields = the_form(answer, "row_version").fields
    texts = {name: text for name, text in changes.items() if name not in {"kind", "cause", "to", "informed"}}
    assert {name: fields[name].strip() for name in texts} == {name: text.strip() for name, text in texts.items()}
    assert desk.promise().row_version == 1


def test_a_wrongly_settled_promise_is_reopened(desk: Desk) -> None:
    desk.send("keep")

    refused, done = desk.send("reopen", reason=""), desk.send("reopen", reason="It was another one.")

    assert "Say why it is open again." in refused.text
    assert done.status_code == 303
    assert desk.promise().state == "open"
    assert "It was another one." in desk.client.get(desk.page).text


def test_what_belonged_to_a_closed_account_is_reopened_for_whoever_does_it(desk: Desk, sign_in: SignIn) -> None:
    desk.send("keep")
    with desk.store() as session:
        session.get_one(Account, desk.agent.id).active = False
    desk.client = sign_in(desk.colleague)

    asked = desk.client.get(f"{desk.page}/reopen")
    desk.send("reopen", reason="It was another one.")

    assert "Anna Nowak takes no promises any more: reopened, this one is yours." in asked.text
    assert "Open again. It belongs to James Okafor." in desk.client.get(desk.page).text
    assert desk.promise().owner_id == desk.colleague.id


def test_a_new_date_with_reason_and_words_to_the_customer(desk: Desk) -> None:
    told = {"informed": "yes", "informed_channel": "mail", "informed_words": "On Thursday."}

    answer = desk.send("renegotiate", due_day="2026-03-05", due_time="12:00", reason="The part is late.", **told)

    assert answer.status_code == 303
    with desk.store() as session:
        new_date = session.scalars(select(Renegotiation)).one()
        informing = session.scalars(select(Informing)).one()
    assert new_date.new_due_at == MOMENT + timedelta(days=3, hours=3)
    assert (informing.channel, informing.words) == ("mail", "On Thursday.")
    page = desk.client.get(desk.page).text
    assert "1st new date" in page
    assert "The part is late." in page
    assert "First promised" in page


def test_a_quick_new_date_is_filled_in_without_scripts(desk: Desk) -> None:
    answer = desk.send("renegotiate", reason="The part is late.", quick="2-working-days")

    fields = the_form(answer, "row_version").fields
    assert (fields["due_day"], fields["due_time"]) == ("2026-03-04", "18:00")
    assert fields["reason"] == "The part is late."
    assert desk.promise().renegotiations == 0


def test_the_customer_was_informed(desk: Desk) -> None:
    desk.send("inform", informed_words="It may take until five.")

    assert desk.promise().first_informed_at == MOMENT
    assert "It may take until five." in desk.client.get(desk.page).text


def test_handed_over_and_accepted(desk: Desk, sign_in: SignIn) -> None:
    desk.send("hand-over", to=str(desk.colleague.id), words="Please.")
    receiver = sign_in(desk.colleague)

    offered = receiver.get(desk.page).text
    answer = press(receiver, desk.page, f"{desk.page}/accept")

    assert "Offered to James Okafor" in offered
    assert answer.status_code == 303
    assert desk.promise().owner_id == desk.colleague.id
    assert f"{desk.page}/accept" not in desk.client.get(desk.page).text


def test_handed_over_and_declined(desk: Desk, sign_in: SignIn) -> None:
    desk.send("hand-over", to=str(desk.colleague.id))
    receiver = sign_in(desk.colleague)
    address = f"{desk.page}/decline"

    receiver.post(address, data=the_form(receiver.get(address), "row_version").fields | {"words": "I am away."})

    assert desk.promise().owner_id == desk.agent.id
    with desk.store() as session:
        assert session.scalars(select(HandOver.state)).one() == "declined"
    page = desk.client.get(desk.page).text
    assert "I am away." in page
    assert "Hand-over declined by" in page


def test_handed_over_and_taken_back_an_hour_later(desk: Desk, sign_in: SignIn, clock: FrozenClock) -> None:
    before = desk.client.get(desk.page).text
    desk.send("hand-over", to=str(desk.colleague.id))
    clock.advance(HOUR)
    receiver = sign_in(desk.colleague).get(desk.page).text

    answer = press(desk.client, desk.page, f"{desk.page}/take-back")

    assert "take-back" not in before
    assert "take-back" not in receiver
    assert answer.status_code == 303
    page = desk.client.get(desk.page).text
    assert "The hand-over is taken back; the owner stays the same." in page
    assert "Hand-over taken back from" in page
    assert "Offered to James Okafor, who has to accept it." not in page


def test_attempts_are_counted_and_settle_nothing(desk: Desk) -> None:
    desk.send("attempt", words="Mailbox.")
    desk.send("attempt", words="Busy.")

    promise = desk.promise()
    assert (promise.state, promise.attempts) == ("open", 2)
    page = desk.client.get(desk.page).text
    assert page.index("Busy.") < page.index("Mailbox.")


def test_a_note_is_written_on_the_page_itself(desk: Desk) -> None:
    form = next(form for form in forms_in(desk.client.get(desk.page).text) if form.action.endswith("/note"))

    answer = desk.client.post(form.action, data=form.fields | {"words": "Prefers mornings."})

    assert answer.status_code == 303
    assert "Prefers mornings." in desk.client.get(desk.page).text


def test_snoozing_moves_the_reminder_and_never_the_date(desk: Desk) -> None:
    due = desk.promise().due_at

    desk.send("snooze", remind_at_day="2026-03-02", remind_at_time="12:00")

    promise = desk.promise()
    assert promise.remind_at == MOMENT + 3 * HOUR
    assert promise.due_at == due


def test_a_quick_snooze_is_filled_in_without_scripts(desk: Desk) -> None:
    page = desk.client.get(f"{desk.page}/snooze")

    answer = desk.send("snooze", quick="202603030700")

    assert "next working morning" in page.text
    fields = the_form(answer, "row_version").fields
    assert (fields["remind_at_day"], fields["remind_at_time"]) == ("2026-03-03", "08:00")


def test_sorry_is_said_once(late: Desk) -> None:
    late.send("keep", cause=str(late.causes["forgotten"]))
    offered = late.client.get(late.page).text

    answer = late.send("apologise", words="We are sorry.")
    again = late.client.get(f"{late.page}/apologise", follow_redirects=True)

    assert f"{late.page}/apologise" in offered
    assert f"/promises/new?makes_good={late.promise_id}" in offered
    page = late.client.get(answer.location).text
    assert "Anna Nowak apologised on" in page
    assert f"{late.page}/apologise" not in page
    assert "This cannot be done with this promise now." in again.text


def test_details_are_corrected(desk: Desk) -> None:
    desk.send("correct", source_reference="R-4711", conditions="If it rains.", urgent="y")

    promise = desk.promise()
    assert (promise.source_reference, promise.conditions, promise.urgent) == ("R-4711", "If it rains.", True)
    assert "If it rains." in desk.client.get(desk.page).text


def test_what_was_done_with_one_click_is_taken_back(desk: Desk) -> None:
    press(desk.client, desk.page, f"{desk.page}/keep")
    event_id = desk.told()[0].id

    answer = press(desk.client, desk.page, f"{desk.page}/undo/{event_id}")

    assert answer.status_code == 303
    assert desk.promise().state == "open"
    page = desk.client.get(desk.page).text
    assert "Taken back: Kept" in page


def test_after_ten_minutes_it_cannot_be_taken_back(desk: Desk, clock: FrozenClock) -> None:
    press(desk.client, desk.page, f"{desk.page}/keep")
    address = f"{desk.page}/undo/{desk.told()[0].id}"
    form = next(form for form in forms_in(desk.client.get(desk.page).text) if form.action == address)
    clock.advance(timedelta(minutes=11))

    answer = desk.client.post(address, data=form.fields, follow_redirects=True)

    assert "The ten minutes for taking this back are over." in answer.text
    assert address not in answer.text
    assert desk.promise().state == "kept"


def test_what_something_came_after_cannot_be_taken_back(desk: Desk) -> None:
    press(desk.client, desk.page, f"{desk.page}/keep")
    address = f"{desk.page}/undo/{desk.told()[0].id}"
    form = next(form for form in forms_in(desk.client.get(desk.page).text) if form.action == address)
    desk.send("inform", informed_words="We are done.")

    answer = desk.client.post(address, data=form.fields, follow_redirects=True)

    assert "Something else happened to this promise since" in answer.text
    assert desk.promise().state == "kept"


def test_a_note_leaves_what_was_kept_to_be_taken_back(desk: Desk) -> None:
    # given a promise that was kept, and a note
    press(desk.client, desk.page, f"{desk.page}/keep")
    address = f"{desk.page}/undo/{desk.told()[0].id}"
    desk.send("note", words="Done by phone.")

    # when the page offers to take either back, and the first is
    offered = [form.action for form in forms_in(desk.client.get(desk.page).text) if "/undo/" in form.action]
    press(desk.client, desk.page, address)

    # then the promise is open again
    assert offered == [f"{desk.page}/undo/{desk.told()[1].id}", address]
    assert desk.promise().state == "open"


def test_the_other_persons_change_is_shown_beside_what_was_typed(desk: Desk, sign_in: SignIn) -> None:
    mine = desk.form("renegotiate").fields
    other = Desk(desk.store, sign_in(desk.colleague), desk.colleague, desk.agent, desk.promise_id)
    other.send("renegotiate", due_day="2026-03-06", due_time="12:00", reason="Their reason.", informed="no")
    typed = {"due_day": "2026-03-05", "due_time": "09:00", "reason": "My reason.", "informed": "no"}

    answer = desk.client.post(f"{desk.page}/renegotiate", data=mine | typed)

    assert answer.status_code == 409
    for words in ("James Okafor", "Their reason.", "My reason.", "Fri 6 Mar 12:00", "Thu 5 Mar 09:00"):
        assert words in answer.text
    assert "Promised" not in answer.text.split("What happened since")[2].split("</ol>")[0]
    assert desk.promise().renegotiations == 1

    applied = desk.client.post(f"{desk.page}/renegotiate", data=the_form(answer, "reason").fields)

    assert applied.status_code == 303
    assert desk.promise().renegotiations == 2
    assert desk.promise().due_at == datetime.fromisoformat("2026-03-05T08:00:00+00:00")


def test_what_cannot_be_done_any_more_says_so(desk: Desk, sign_in: SignIn) -> None:
    mine = desk.form("break").fields
    Desk(desk.store, sign_in(desk.colleague), desk.colleague, desk.agent, desk.promise_id).send("keep")

    answer = desk.client.post(
        f"{desk.page}/break", data=mine | {"cause": str(desk.causes["forgotten"]), "note": "Sold out."}
    )

    assert answer.status_code == 409
    assert "What was typed cannot be done any more." in answer.text
    assert "Sold out." in answer.text
    assert "Use mine" not in answer.text


def test_one_click_on_something_changed_meanwhile_leads_to_the_promise(desk: Desk) -> None:
    form = desk.form("keep").fields
    desk.send("correct", source_reference="R-1")
    sent = {"csrf_token": form["csrf_token"], "row_version": form["row_version"]}

    from_list = desk.client.post(f"{desk.page}/keep?next=/", data=sent, headers=PARTIAL)

    assert from_list.headers["HX-Redirect"] == desk.page
    assert "Somebody else has changed this promise meanwhile." in desk.client.get(desk.page).text
    assert desk.promise().state == "open"
