"""Requests for approval alert like promises: who is to answer, who asked, and who is next when nobody does."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support import deciding as d
from tests.support.clock import MOMENT, TODAY
from tracker.accounts.records import Absence, Account, Team
from tracker.alerts.queries.parcels import parcel
from tracker.alerts.records import Delivery, Ladder, Notice, Rung
from tracker.alerts.use_cases.contents import gather
from tracker.alerts.use_cases.offices import Offices
from tracker.kernel.errors import Forbidden, Invalid
from tracker.kernel.people import Role, Viewer
from tracker.precedents.queries import approvals as queries
from tracker.precedents.queries.answering import to_answer_by
from tracker.precedents.records import Approval, Decision
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.deciding import Wish
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.use_cases.approvals import AnswerApproval, answer_approval, ask_approval, withdraw_approval
from tracker.precedents.use_cases.recording import Decide
from tracker.precedents.use_cases.reminding import remind

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


class Desk:
    """An agent who may not grant alone, the manager of the team, and the manager of that manager."""

    def __init__(self, session: Session) -> None:
        self.session = session
        board, team = b.a_team(session, "Board"), b.a_team(session, "Till")
        self.board, self.team = board, team
        self.chief = b.a_manager(session, "Carla", of=board)
        self.manager = b.a_manager(session, "Bernd", of=team)
        session.get_one(Account, self.manager.id).team_id = board.id
        self.agent, self.colleague = b.an_agent(session, "Anna", team=team), b.an_agent(session, "Dirk", team=team)
        d.a_policy(session, self.manager, RuleFacts(prohibited=d.more_than(d.DAYS, 60)))

    def asks(self, who: Viewer | None = None, *, hours: float = 8) -> Approval:
        """Ask for an exception, to be answered within so many office hours."""
        wish = Wish(outcome=Outcome.GRANTED, reason="Our letter was late.")
        request = d.a_request(self.session, who or self.agent, days=70)
        return ask_approval(
            self.session, Decide(draft=request, wish=wish, answer_within=timedelta(hours=hours)), MOMENT
        )

    def answers(self, approval: Approval, who: Viewer) -> Decision:
        """Grant it."""
        wish = Wish(outcome=Outcome.GRANTED, reason="Be it so.")
        answer = AnswerApproval(actor=who, approval_id=approval.id, seen_version=approval.row_version, wish=wish)
        return answer_approval(self.session, answer, MOMENT)

    def is_away(self, who: Viewer, *, deputy: Viewer | None = None) -> None:
        """Let somebody be on leave today."""
        self.session.add(
            Absence(account_id=who.id, first_day=TODAY, last_day=TODAY, deputy_id=deputy.id if deputy else None)
        )
        self.session.flush()

    def passes(self, approval: Approval, span: timedelta) -> None:
        """Let a worker look, so long after the request."""
        remind(self.session, approval.id, Offices.read(self.session), MOMENT + span)

    def told(self, kind: str = "") -> list[tuple[str, str]]:
        """Return who was told what in the application, the oldest first."""
        asked = select(Account.name, Notice.kind).join(Account, Account.id == Notice.account_id)
        rows = self.session.execute(asked.where(Notice.affair == "approval").order_by(Notice.id))
        return [(row.name, row.kind) for row in rows if row.kind.startswith(kind)]


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk(session)


def test_who_is_to_answer_is_told_at_once_in_the_application_and_by_mail(desk: Desk, session: Session):
    approval = desk.asks()

    assert desk.told() == [("Bernd", "approval_asked")]
    [mail] = session.scalars(select(Delivery)).all()
    assert (mail.channel, mail.recipient_id, mail.state) == ("mail", desk.manager.id, "pending")
    assert approval.told_until == MOMENT


def test_who_is_told_finds_the_request_also_where_the_manager_is_away_without_a_deputy(desk: Desk, session: Session):
    # given a manager who is away, and whom nobody stands in for
    desk.is_away(desk.manager)

    # when an agent asks
    approval = desk.asks()

    # then the one above is told, and has it in the list and in the count
    assert desk.told() == [("Carla", "approval_asked")]
    assert [each.id for each in queries.to_answer(session, desk.chief, MOMENT)] == [approval.id]
    assert queries.how_many_wait(session, desk.chief, MOMENT) == 1


def test_where_somebody_stands_in_the_one_above_is_not_asked(desk: Desk, session: Session):
    desk.is_away(desk.manager, deputy=desk.colleague)

    approval = desk.asks()

    assert [each.id for each in queries.to_answer(session, desk.colleague, MOMENT)] == [approval.id]
    assert queries.to_answer(session, desk.chief, MOMENT) == []


def test_what_nobody_answered_in_time_stands_on_the_list_of_the_one_above_and_says_so(desk: Desk, session: Session):
    # given a request that is to be answered until one, and somebody above the one above
    owner = b.a_manager(session, "Olga", of=b.a_team(session, "Owners"))
    session.get_one(Account, desk.chief.id).team_id = owner.team_id
    session.flush()
    approval = desk.asks(hours=4)

    def stands_with(who: Viewer, hours: float) -> tuple[int, int, set[int]]:
        now = MOMENT + hours * HOUR
        found = to_answer_by(session, who, now)
        assert [each.id for each in queries.to_answer(session, who, now)] == list(found)
        return len(found), queries.how_many_wait(session, who, now), {each for each in found if found[each]}

    # then until the deadline it waits for the manager alone, and after it for the next one up as well, and no further
    assert [stands_with(who, 4) for who in (desk.manager, desk.chief)] == [(1, 1, set()), (0, 0, set())]
    assert stands_with(desk.manager, 4.1) == (1, 1, set())
    assert stands_with(desk.chief, 4.1) == (1, 1, {approval.id})
    assert stands_with(owner, 4.1) == (0, 0, set())

    # and once it is answered for nobody
    desk.answers(approval, desk.chief)
    assert stands_with(desk.chief, 5) == (0, 0, set())


def test_who_a_manager_who_has_left_named_as_their_deputy_finds_the_request(desk: Desk, session: Session):
    # given a closed account, whose owner had named somebody
    account = session.get_one(Account, desk.manager.id)
    account.active, account.deputy_id = False, desk.colleague.id
    session.flush()

    approval = desk.asks()

    # then whoever is told finds it as well, and may answer
    assert desk.told() == [("Dirk", "approval_asked")]
    assert [each.id for each in queries.to_answer(session, desk.colleague, MOMENT)] == [approval.id]
    assert desk.answers(approval, desk.colleague).outcome == "granted"


def test_a_request_is_to_be_answered_in_office_time(desk: Desk):
    """Monday, nine in the morning: the office is open from eight to six."""
    assert desk.asks(hours=1).answer_by == MOMENT + HOUR
    assert desk.asks(hours=24).answer_by == MOMENT + timedelta(days=2, hours=4)
    with pytest.raises(Invalid, match="Choose one of these"):
        desk.asks(hours=7)


def test_the_ladder_reminds_who_answers_then_who_asked_then_who_is_next(desk: Desk):
    approval = desk.asks(hours=4)

    for minutes in range(0, 8 * 60, 20):
        desk.passes(approval, minutes * MINUTE)

    assert [f"{name} {kind.removeprefix('approval_')}" for name, kind in desk.told()] == [
        *("Bernd asked", "Bernd waits"),
        *("Bernd late", "Anna late"),
        *("Carla late", "Bernd late"),
        *("Carla late", "Bernd late"),
    ]


def test_after_a_downtime_several_rungs_become_one_that_reaches_everybody(desk: Desk):
    approval = desk.asks(hours=4)

    desk.passes(approval, 6 * HOUR)
    desk.passes(approval, 6 * HOUR)

    assert sorted(desk.told("approval_late")) == [(name, "approval_late") for name in ("Anna", "Bernd", "Carla")]


def test_an_edited_ladder_counts_at_once(desk: Desk, session: Session):
    ladder = Ladder(about="approval", name="Till", team_id=desk.team.id)
    ladder.rungs = [Rung(position=1, offset_s=-3 * 3600, audience="asker", channels="app")]
    session.add(ladder)
    session.flush()
    approval = desk.asks(hours=4)

    desk.passes(approval, HOUR)

    assert desk.told("approval_waits") == [("Anna", "approval_waits")]


def test_an_answer_is_told_to_who_asked_and_ends_all_reminders(desk: Desk, session: Session):
    approval = desk.asks(hours=1)
    waiting = session.scalars(select(Delivery.id)).one()

    desk.answers(approval, desk.manager)
    desk.passes(approval, 8 * HOUR)

    assert desk.told()[1:] == [("Anna", "approval_answered")]
    found = parcel(session, waiting, MOMENT)
    assert found is not None
    assert gather(session, found, MOMENT).reason == "settled"


def test_a_request_that_was_taken_back_reminds_nobody(desk: Desk):
    approval = desk.asks(hours=1)

    withdraw_approval(desk.session, desk.agent, approval.id, seen_version=approval.row_version, now=MOMENT)
    desk.passes(approval, 8 * HOUR)

    assert desk.told() == [("Bernd", "approval_asked")]


def test_who_stands_in_for_the_manager_is_told_and_answers_as_a_manager(desk: Desk):
    desk.is_away(desk.manager, deputy=desk.colleague)

    approval = desk.asks()
    decision = desk.answers(approval, desk.colleague)

    assert desk.told("approval_asked") == [("Dirk", "approval_asked")]
    assert (approval.answered_by_id, decision.approver_role) == (desk.colleague.id, "manager")


def test_who_stands_in_sees_what_waits_only_while_the_manager_is_away(desk: Desk, session: Session):
    approval = desk.asks()
    assert queries.how_many_wait(session, desk.colleague, MOMENT) == 0
    with pytest.raises(Forbidden, match="stands in"):
        desk.answers(approval, desk.colleague)

    desk.is_away(desk.manager, deputy=desk.colleague)

    assert [each.id for each in queries.to_answer(session, desk.colleague, MOMENT)] == [approval.id]
    assert queries.how_many_wait(session, desk.colleague, MOMENT + timedelta(days=1)) == 0


def test_what_a_deputy_asked_for_goes_to_the_manager_who_is_away_not_to_the_deputy(desk: Desk, session: Session):
    desk.is_away(desk.manager, deputy=desk.colleague)

    approval = desk.asks(desk.colleague)

    assert desk.told() == [("Bernd", "approval_asked")]
    assert queries.to_answer(session, desk.chief, MOMENT) == []
    with pytest.raises(Forbidden, match="of their own"):
        desk.answers(approval, desk.colleague)


def test_what_a_manager_asked_for_goes_up_also_while_somebody_stands_in(desk: Desk, session: Session):
    desk.is_away(desk.manager, deputy=desk.colleague)
    as_an_agent = replace(desk.manager, role=Role.AGENT)  # an exception is a manager's own affair: let it wait

    approval = desk.asks(as_an_agent)

    assert desk.told() == [("Carla", "approval_asked")]
    assert queries.to_answer(session, desk.colleague, MOMENT) == []
    assert [each.id for each in queries.to_answer(session, desk.chief, MOMENT)] == [approval.id]
    with pytest.raises(Forbidden, match="Only the manager"):
        desk.answers(approval, desk.colleague)


def test_what_a_closed_team_asks_goes_to_nobody_outside(desk: Desk, session: Session):
    session.get_one(Team, desk.team.id).is_closed = True
    session.flush()

    approval = desk.asks(hours=4)
    desk.passes(approval, 6 * HOUR)

    assert {name for name, _kind in desk.told()} == {"Bernd", "Anna"}
    with pytest.raises(Forbidden):
        desk.answers(approval, desk.chief)


def test_what_comes_after_hours_is_held_until_the_morning(desk: Desk, session: Session):
    approval = desk.asks(hours=8)

    remind(session, approval.id, Offices.read(session), MOMENT + 12 * HOUR)

    held = session.scalars(select(Notice.held_until).where(Notice.kind == "approval_late")).all()
    mails = session.scalars(select(Delivery.visible_at).where(Delivery.visible_at > MOMENT)).all()
    assert set(held) == set(mails) == {MOMENT + timedelta(days=1, hours=-1)}


def test_nobody_asks_where_nobody_could_answer(desk: Desk, session: Session):
    session.get_one(Team, desk.team.id).manager_id = None
    session.flush()

    with pytest.raises(Invalid, match="no manager"):
        desk.asks()
