"""What a closed team owes does not exist for anybody else, however it gets to them."""

import pytest
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support.clock import MOMENT
from tracker.kernel.errors import Invalid
from tracker.promises.queries.day import handed_to
from tracker.promises.use_cases.logging import complete_draft, log_promise, save_draft
from tracker.promises.use_cases.taking_over import take_over


def test_a_closed_team_logs_a_promise_for_nobody_outside(session: Session) -> None:
    insider = b.an_agent(session, team=b.a_team(session, "Board", is_closed=True))
    outsider = b.an_agent(session)
    words = b.some_words(session, insider, customer_id=b.a_customer(session).id, owner_id=outsider.id)

    with pytest.raises(Invalid, match="Board is closed to this person") as refused:
        log_promise(session, words, MOMENT)

    assert refused.value.field == "owner"


def test_nor_does_it_complete_a_draft_for_them(session: Session) -> None:
    insider = b.an_agent(session, team=b.a_team(session, "Board", is_closed=True))
    outsider = b.an_agent(session)
    draft = save_draft(session, b.some_words(session, insider), MOMENT)
    words = b.some_words(session, insider, customer_id=b.a_customer(session).id, owner_id=outsider.id)

    with pytest.raises(Invalid, match="Board is closed to this person"):
        complete_draft(session, draft.id, words, MOMENT)


def test_an_offer_is_not_shown_any_more_once_the_team_is_closed(session: Session) -> None:
    team = b.a_team(session)
    asked = b.an_account(session)
    promise = b.a_promise(session, b.an_agent(session, team=team), owner_id=asked.id)
    before = handed_to(session, b.viewer_of(asked))

    after = handed_to(session, b.viewer_of(asked, hidden=(team,)))

    assert [each.id for _, each in before] == [promise.id]
    assert after == []


def test_who_leaves_a_closed_team_is_followed_by_one_of_its_own(session: Session) -> None:
    team = b.a_team(session, "Board", is_closed=True)
    leaver, colleague, outsider = b.an_agent(session, team=team), b.an_agent(session, team=team), b.an_agent(session)
    promise = b.a_promise(session, leaver)
    admin = b.an_admin(session)

    with pytest.raises(Invalid, match="Board is closed to this person"):
        take_over(session, from_id=leaver.id, to_id=outsider.id, actor=admin, now=MOMENT)
    take_over(session, from_id=leaver.id, to_id=colleague.id, actor=admin, now=MOMENT)

    assert (promise.owner_id, promise.team_id) == (colleague.id, team.id)


def test_a_draft_is_nothing_to_make_good(session: Session) -> None:
    agent = b.an_agent(session)
    draft = save_draft(session, b.some_words(session, agent), MOMENT)

    with pytest.raises(Invalid, match="A draft is not a promise yet"):
        b.a_promise(session, agent, makes_good_id=draft.id)
