"""Accounts are added, changed, closed and opened again, and every change is an event."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.support.builders import a_manager, a_team, an_account, an_admin, an_agent
from tests.support.clock import MOMENT
from tracker.accounts.records import Account
from tracker.accounts.use_cases.accounts import (
    AddAccount,
    ChangeAccount,
    ChangeProfile,
    activate_account,
    add_account,
    change_account,
    change_profile,
    deactivate_account,
)
from tracker.audit.queries import history
from tracker.kernel.errors import ChangedMeanwhile, Forbidden, Invalid
from tracker.kernel.people import Role, Viewer


@pytest.fixture
def admin(session: Session) -> Viewer:
    return an_admin(session)


def a_wish(session: Session, **given: object) -> AddAccount:
    usual: dict[str, object] = {
        "email": "new@example.org",
        "name": "Zoë Weiß",
        "role": Role.AGENT,
        "locale": "de",
        "time_zone": "Europe/Berlin",
    }
    team_id = given.pop("team_id", None) or a_team(session).id
    return AddAccount(**(usual | given), team_id=team_id)  # type: ignore[arg-type]


def as_it_is(account: Account, **changes: object) -> ChangeAccount:
    shown = {
        "row_version": account.row_version,
        "email": account.email,
        "name": account.name,
        "role": Role(account.role),
        "team_id": account.team_id,
        "locale": account.locale,
        "time_zone": account.time_zone,
        "deputy_id": account.deputy_id,
    }
    return ChangeAccount(account_id=account.id, **(shown | changes))  # type: ignore[arg-type]


def test_an_account_is_added_with_a_key_of_its_own_and_no_password(session: Session, admin: Viewer) -> None:
    account = add_account(session, a_wish(session, email=" New@Example.org "), admin, MOMENT)

    assert account.email == "new@example.org"
    assert account.sort_key == "zoe weiss"
    assert account.password is None
    assert len(account.fs_uniquifier) >= 40
    (told,) = history(session, "account", account.id)
    assert (told.kind, told.actor_id, told.changes["role"]) == ("account_added", admin.id, (None, "agent"))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"time_zone": "Europe/Atlantis"}, "time_zone"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    session: Session, admin: Viewer, given: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        add_account(session, a_wish(session, **given), admin, MOMENT)

    assert refusal.value.field == field


def test_an_address_belongs_to_one_account(session: Session, admin: Viewer) -> None:
    taken = an_account(session).email

    with pytest.raises(Invalid, match="already"):
        add_account(session, a_wish(session, email=taken.upper()), admin, MOMENT)


@pytest.mark.parametrize("role", [Role.AGENT, Role.MANAGER])
def test_only_administrators_add_change_and_close(session: Session, role: Role) -> None:
    actor = an_agent(session) if role is Role.AGENT else a_manager(session, of=a_team(session))
    account = an_account(session)

    with pytest.raises(Forbidden):
        add_account(session, a_wish(session), actor, MOMENT)
    with pytest.raises(Forbidden):
        change_account(session, as_it_is(account, name="Another"), actor, MOMENT)
    with pytest.raises(Forbidden):
        deactivate_account(session, account.id, actor, MOMENT)


def test_a_change_tells_what_was_and_what_is(session: Session, admin: Viewer) -> None:
    account = an_account(session, "Ann")

    change_account(session, as_it_is(account, name="Anne", role=Role.MANAGER), admin, MOMENT)

    (told,) = history(session, "account", account.id)
    assert told.kind == "account_changed"
    assert told.changes == {"name": ("Ann", "Anne"), "role": ("agent", "manager")}
    assert account.sort_key == "anne"


def test_a_change_in_which_nothing_changed_is_no_event(session: Session, admin: Viewer) -> None:
    account = an_account(session)

    change_account(session, as_it_is(account), admin, MOMENT)

    assert history(session, "account", account.id) == []


def test_nobody_overwrites_what_they_have_not_seen(session: Session, admin: Viewer) -> None:
    account = an_account(session)
    seen = as_it_is(account, name="Mine")
    change_account(session, as_it_is(account, name="Theirs"), admin, MOMENT)

    with pytest.raises(ChangedMeanwhile):
        change_account(session, seen, admin, MOMENT)

    assert account.name == "Theirs"


def test_the_only_administrator_stays_one(session: Session, admin: Viewer) -> None:
    only = session.get_one(Account, admin.id)

    with pytest.raises(Invalid, match="only administrator"):
        change_account(session, as_it_is(only, role=Role.AGENT), admin, MOMENT)


def test_who_manages_a_team_stays_manager(session: Session, admin: Viewer) -> None:
    team = a_team(session, "Service")
    manager = session.get_one(Account, a_manager(session, of=team).id)

    with pytest.raises(Invalid, match="Manages Service"):
        change_account(session, as_it_is(manager, role=Role.AGENT), admin, MOMENT)


def test_nobody_is_their_own_deputy(session: Session, admin: Viewer) -> None:
    account = an_account(session)

    with pytest.raises(Invalid, match="themselves"):
        change_account(session, as_it_is(account, deputy_id=account.id), admin, MOMENT)


def test_people_change_their_own_profile_and_nothing_else(session: Session) -> None:
    who = an_agent(session, "Ann")
    account = session.get_one(Account, who.id)

    wish = ChangeProfile(
        row_version=account.row_version, name="Anne", locale="de", time_zone="Europe/London", deputy_id=None
    )
    change_profile(session, wish, who, MOMENT)

    assert (account.name, account.locale, account.time_zone, account.role) == ("Anne", "de", "Europe/London", "agent")


def test_a_closed_account_keeps_its_history_and_loses_its_links(session: Session, admin: Viewer) -> None:
    account = an_account(session)
    key = account.fs_uniquifier

    deactivate_account(session, account.id, admin, MOMENT)

    assert not account.active
    assert account.fs_uniquifier != key
    (told,) = history(session, "account", account.id)
    assert told.changes == {"active": (True, False)}


def test_a_closed_account_can_be_opened_again(session: Session, admin: Viewer) -> None:
    account = an_account(session)
    deactivate_account(session, account.id, admin, MOMENT)

    activate_account(session, account.id, admin, MOMENT)

    assert session.scalar(select(Account.active).where(Account.id == account.id))


def test_nobody_closes_the_own_account(session: Session, admin: Viewer) -> None:
    an_admin(session)

    with pytest.raises(Invalid, match="own account"):
        deactivate_account(session, admin.id, admin, MOMENT)
