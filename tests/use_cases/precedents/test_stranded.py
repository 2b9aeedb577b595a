"""What nobody is left to answer or to settle does not end unseen."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support import deciding as d
from tests.support.clock import MOMENT
from tracker.accounts.records import Account
from tracker.alerts.records import Notice
from tracker.alerts.use_cases.offices import Offices
from tracker.kernel.people import Viewer
from tracker.precedents.queries.flags import how_many_open
from tracker.precedents.queries.stranded import told_of
from tracker.precedents.records import Decision, Flag
from tracker.precedents.rules.flags import FlagState, FlagType
from tracker.precedents.rules.treatment import Severity
from tracker.precedents.rules.units import Unit, UnitFinding
from tracker.precedents.use_cases.flagging import take_up
from tracker.precedents.use_cases.reminding import remind
from tracker.precedents.use_cases.settling import SettleFlag, settle_flag
from tracker.precedents.use_cases.stranding import tell_of_stranded

MINUTE = timedelta(minutes=1)


class Shop:
    """A team with its manager and an agent, and who runs the installation."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.team = b.a_team(session, "Till")
        self.manager = b.a_manager(session, "Bernd", of=self.team)
        self.agent, self.admin = b.an_agent(session, "Anna", team=self.team), b.an_admin(session)

    def loses_its_manager(self) -> None:
        """Let nobody manage the team."""
        self.team.manager_id = None
        self.session.flush()

    def flagged(self, who: Viewer) -> Decision:
        """Let somebody refuse what was granted before."""
        d.a_decision(self.session, self.agent, "granted", now=MOMENT - MINUTE)
        return d.a_decision(self.session, who, "refused", reason="No friend.")

    def finds(self, about: Viewer | None = None) -> Flag:
        """Find that the team, or somebody in it, grants otherwise than others did."""
        unit = Unit(team_id=self.team.id, account_id=None if about is None else about.id)
        figures = {"granted": 9.0, "asked": 20.0, "expected": 2.0}
        found = UnitFinding(type=FlagType.LEANING, unit=unit, severity=Severity.NOTICE, figures=figures, evidence=())
        take_up(self.session, FlagType.LEANING, [found], MOMENT)
        return self.session.scalars(select(Flag).order_by(Flag.id.desc())).first()  # type: ignore[return-value]

    def told(self, kind: str) -> list[str]:
        """Who was told that nobody is left, by name."""
        asked = select(Account.name).join(Notice, Notice.account_id == Account.id).where(Notice.kind == kind)
        return sorted(self.session.scalars(asked))

    def looks(self, *, minutes: int = 1) -> None:
        """Let a worker look for flags that nobody may settle."""
        tell_of_stranded(self.session, Offices.read(self.session), MOMENT + minutes * MINUTE)


@pytest.fixture
def shop(session: Session) -> Shop:
    return Shop(session)


def test_who_asked_and_administrators_are_told_once_that_nobody_can_answer(shop: Shop, session: Session) -> None:
    # given a request whose team loses its manager
    approval = d.an_approval(session, shop.agent, b.a_customer(session).id)
    remind(session, approval.id, Offices.read(session), MOMENT)
    assert shop.told("approval_stranded") == []
    shop.loses_its_manager()

    # when a worker looks twice
    for minutes in (1, 2):
        remind(session, approval.id, Offices.read(session), MOMENT + minutes * MINUTE)

    # then both are told, once
    assert shop.told("approval_stranded") == sorted(["Anna", shop.admin.name])


def test_administrators_learn_nothing_of_a_closed_team(shop: Shop, session: Session) -> None:
    approval = d.an_approval(session, shop.agent, b.a_customer(session).id)
    shop.flagged(shop.agent)
    shop.team.is_closed = True
    shop.loses_its_manager()

    remind(session, approval.id, Offices.read(session), MOMENT)
    shop.looks()

    assert (shop.told("approval_stranded"), shop.told("flag_stranded")) == (["Anna"], ["Anna"])


def test_a_flag_about_the_managers_own_decision_with_nobody_above_is_told_of(shop: Shop) -> None:
    shop.flagged(shop.manager)

    shop.looks()
    shop.looks(minutes=2)

    assert shop.told("flag_stranded") == sorted(["Bernd", shop.admin.name])


def test_a_flag_that_somebody_may_settle_is_told_of_to_nobody(shop: Shop, session: Session) -> None:
    # given one about an agent, and one about a manager above whom somebody stands
    board = b.a_team(session, "Board")
    b.a_manager(session, "Carla", of=board)
    session.get_one(Account, shop.manager.id).team_id = board.id
    session.flush()
    shop.flagged(shop.agent)
    shop.flagged(shop.manager)

    shop.looks()

    assert shop.told("flag_stranded") == []


def test_what_the_next_one_above_is_not_here_to_settle_is_settled_further_up(shop: Shop, session: Session) -> None:
    # given a manager, one above who has left, and one above that one
    board, owners = b.a_team(session, "Board"), b.a_team(session, "Owners")
    chief, owner = b.a_manager(session, "Carla", of=board), b.a_manager(session, "Olga", of=owners)
    session.get_one(Account, shop.manager.id).team_id = board.id
    left = session.get_one(Account, chief.id)
    left.team_id, left.active = owners.id, False
    session.flush()

    # when something is found against the manager
    shop.flagged(shop.manager)
    shop.looks()

    # then it waits for the last of them, and nobody is told that it waits for nobody
    assert (shop.told("flag_stranded"), how_many_open(session, owner, MOMENT)) == ([], 1)


def test_what_a_manager_who_has_left_was_to_settle_waits_for_the_one_above(shop: Shop, session: Session) -> None:
    # given a flag about an agent, whose manager belongs to a team of somebody else
    board = b.a_team(session, "Board")
    chief = b.a_manager(session, "Carla", of=board)
    account = session.get_one(Account, shop.manager.id)
    account.team_id = board.id
    session.flush()
    flagged = shop.flagged(shop.agent)
    assert how_many_open(session, chief, MOMENT) == 0

    # when the manager leaves
    account.active = False
    session.flush()
    shop.looks()

    # then the one above finds it, and settles it
    assert (shop.told("flag_stranded"), how_many_open(session, chief, MOMENT)) == ([], 1)
    [flag] = d.flags_of(session, flagged)
    end = SettleFlag(actor=chief, flag_id=flag.id, seen_version=1, end=FlagState.JUSTIFIED, note="It was a copy.")
    assert settle_flag(session, end, MOMENT).state == "justified"


def test_a_flag_of_a_team_without_a_manager_is_told_of(shop: Shop) -> None:
    shop.flagged(shop.agent)
    shop.loses_its_manager()

    shop.looks()

    assert shop.told("flag_stranded") == sorted(["Anna", shop.admin.name])


def test_what_is_found_about_a_team_without_a_manager_is_told_to_who_runs_the_installation(
    shop: Shop, session: Session
) -> None:
    # given a finding about a team, which waits for its manager
    flag = shop.finds()
    shop.looks()
    assert shop.told("flag_stranded") == []

    # when nobody manages it any more
    shop.loses_its_manager()
    shop.looks(minutes=2)
    shop.looks(minutes=3)

    # then administrators are told, once, and nobody of the team
    assert shop.told("flag_stranded") == [shop.admin.name]
    assert [each.id for each in told_of(session, shop.admin, [flag.id])] == [flag.id]
    assert told_of(session, shop.agent, [flag.id]) == []


def test_what_is_found_about_a_closed_team_is_told_to_nobody_outside(shop: Shop) -> None:
    shop.finds()
    shop.team.is_closed = True
    shop.loses_its_manager()

    shop.looks()

    assert shop.told("flag_stranded") == []


def test_how_often_a_person_grants_is_told_to_nobody_but_them(shop: Shop, session: Session) -> None:
    # given a finding about the manager, above whom nobody stands
    of_manager = shop.finds(shop.manager)
    shop.looks()
    assert shop.told("flag_stranded") == ["Bernd"]

    # then it is nobody else's matter
    assert [len(told_of(session, who, [of_manager.id])) for who in (shop.manager, shop.admin, shop.agent)] == [1, 0, 0]


def test_a_finding_about_somebody_without_a_manager_is_told_to_them(shop: Shop) -> None:
    shop.finds(shop.agent)
    shop.looks()
    assert shop.told("flag_stranded") == []

    shop.loses_its_manager()
    shop.looks(minutes=2)

    assert shop.told("flag_stranded") == ["Anna"]
