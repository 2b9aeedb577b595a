"""Adding and changing teams: name, place, hours, closing days, manager."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from tracker.accounts import followers
from tracker.accounts.queries import accounts
from tracker.accounts.queries import teams as queries
from tracker.accounts.records import ClosingDay, OfficeSlot, Team
from tracker.accounts.rules.hours import text_of
from tracker.accounts.rules.people import check_is_admin
from tracker.accounts.use_cases.addresses import change_addresses, free_addresses
from tracker.accounts.use_cases.changes import Changes, about, apply, check_version, tell
from tracker.kernel.errors import Invalid, NotFound
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_
from tracker.worktime.calendar import Slot, Week, week_of
from tracker.worktime.holidays import known_countries, known_regions
from tracker.worktime.zones import is_known_zone

USUAL_WEEK: Week = week_of({weekday: (Slot(9 * 60, 17 * 60),) for weekday in range(5)})
"""Monday to Friday, nine to five: what a team has until somebody says otherwise."""

WEEKDAY_FIELDS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamWish:
    """A team as it should be. `country` and `region` are codes of `worktime.holidays`, empty for none."""

    name: str
    time_zone: str
    week: Week = USUAL_WEEK
    country: str = ""
    region: str = ""
    is_closed: bool = False
    manager_id: int | None = None
    addresses: tuple[str, ...] = ()
    """To which copies of mails to its customers are sent."""


@dataclass(frozen=True, slots=True)
class ClosingDayWish:
    """A day on which the team shall be closed, and why."""

    day: date
    occasion: str = ""


def add_team(session: Session, wish: TeamWish, actor: Viewer | None, now: datetime) -> Team:
    """Add a team. Raises Invalid for a name that is taken, or a zone, place or manager that cannot be."""
    check_is_admin(actor)
    _check_wish(session, wish, team_id=None)
    addresses = free_addresses(session, wish.addresses, team_id=None)
    team = Team(**_columns(wish), slots=_slots(wish.week), closing_days=[], addresses=[])
    session.add(team)
    told = change_addresses(team, addresses)
    session.flush()
    changes: Changes = {name: (None, value) for name, value in (_columns(wish) | _hours(wish.week)).items() if value}
    tell(session, about(("team", team.id), "team_added", actor, changes | told), now)
    return team


def change_team(
    session: Session, team_id: int, row_version: int, wish: TeamWish, *, actor: Viewer, now: datetime
) -> Team:
    """Change a team. Raises ChangedMeanwhile when it is not as it was shown any more."""
    check_is_admin(actor)
    team = queries.team_for_update(session, team_id)
    check_version(team, row_version)
    _check_wish(session, wish, team_id=team.id)
    addresses = free_addresses(session, wish.addresses, team_id=team.id)
    changes = apply(team, _columns(wish)) | _change_hours(team, wish.week) | change_addresses(team, addresses)
    if changes:
        _bump(team)
    _check_closing(session, team, changes)
    tell(session, about(("team", team.id), "team_changed", actor, changes), now)
    return team


def add_closing_day(session: Session, team_id: int, wish: ClosingDayWish, *, actor: Viewer, now: datetime) -> None:
    """Close a team on one more day. Raises Invalid when it is closed then already."""
    check_is_admin(actor)
    team = queries.team_for_update(session, team_id)
    if any(closing.day == wish.day for closing in team.closing_days):
        raise Invalid(N_("This day is a closing day already."), field="day")
    team.closing_days.append(ClosingDay(day=wish.day, name=wish.occasion))
    _bump(team)
    told = {"closing_day": (None, _closing(wish.day, wish.occasion))}
    tell(session, about(("team", team.id), "team_changed", actor, told), now)


def add_closing_days(
    session: Session, team_id: int, wishes: Sequence[ClosingDayWish], *, actor: Viewer, now: datetime
) -> int:
    """Close a team on several days at once and return on how many; it may be closed on some of them already."""
    check_is_admin(actor)
    team = queries.team_for_update(session, team_id)
    known = {closing.day for closing in team.closing_days}
    new = {wish.day: wish.occasion for wish in wishes if wish.day not in known}
    if not new:
        return 0
    team.closing_days.extend(ClosingDay(day=day, name=occasion) for day, occasion in sorted(new.items()))
    _bump(team)
    told = {"closing_days": (None, ", ".join(_closing(day, occasion) for day, occasion in sorted(new.items())))}
    tell(session, about(("team", team.id), "team_changed", actor, told), now)
    return len(new)


def remove_closing_day(session: Session, team_id: int, closing_day_id: int, *, actor: Viewer, now: datetime) -> None:
    """Open a team again on a closing day. Raises NotFound."""
    check_is_admin(actor)
    team = queries.team_for_update(session, team_id)
    closing = next((each for each in team.closing_days if each.id == closing_day_id), None)
    if closing is None:
        raise NotFound(N_("There is no such closing day."))
    team.closing_days.remove(closing)
    _bump(team)
    told = {"closing_day": (_closing(closing.day, closing.name), None)}
    tell(session, about(("team", team.id), "team_changed", actor, told), now)


def team_named(session: Session, name: str, time_zone: str, now: datetime) -> int:
    """Return the number of the team of this name, which is added when there is none. For the shell."""
    known = queries.team_id_of(session, name)
    return known if known is not None else add_team(session, TeamWish(name=name, time_zone=time_zone), None, now).id


def _columns(wish: TeamWish) -> dict[str, object]:
    return {
        "name": wish.name,
        "time_zone": wish.time_zone,
        "country": wish.country,
        "region": wish.region,
        "is_closed": wish.is_closed,
        "manager_id": wish.manager_id,
    }


def _check_wish(session: Session, wish: TeamWish, *, team_id: int | None) -> None:
    if not wish.name or len(wish.name) > Team.name.type.length:
        raise Invalid(N_("A name of at most 80 characters."), field="name")
    if queries.team_id_of(session, wish.name) not in {None, team_id}:
        raise Invalid(N_("There is a team of this name already."), field="name")
    if not is_known_zone(wish.time_zone):
        raise Invalid(N_("Unknown time zone: %(zone)s"), field="time_zone", zone=wish.time_zone)
    if wish.country:
        _check_place(wish.country, wish.region)
    if wish.manager_id is not None:
        _check_manager(session, wish.manager_id)


def _check_closing(session: Session, team: Team, changes: Changes) -> None:
    """Raise Invalid when a team that is closed now hides from people what they owe."""
    field = next((name for name in ("is_closed", "manager_id") if name in changes), None)
    if team.is_closed and field is not None:
        session.flush()
        followers.close(session, team.id, field)


def _check_place(country: str, region: str) -> None:
    if country not in known_countries():
        raise Invalid(N_("The public holidays of this country are not known."), field="country")
    if region and region not in {known.code for known in known_regions(country)}:
        raise Invalid(N_("This is not a region of the country. Those of the country are listed now."), field="region")


def _check_manager(session: Session, account_id: int) -> None:
    manager = accounts.account(session, account_id)
    if not manager.active or manager.role != Role.MANAGER.value:
        raise Invalid(N_("Only an open account with the role of a manager can manage a team."), field="manager_id")


def _change_hours(team: Team, week: Week) -> Changes:
    before, after = _hours(week_of_team(team)), _hours(week)
    changes: Changes = {name: (before[name], after[name]) for name in WEEKDAY_FIELDS if before[name] != after[name]}
    if changes:
        _replace_slots(team, week)
    return changes


def _replace_slots(team: Team, week: Week) -> None:
    """Change what stays, by weekday and opening; a slot cannot be inserted where one is yet to be deleted."""
    wanted = {(slot.weekday, slot.opens_minute): slot for slot in _slots(week)}
    for slot in list(team.slots):
        if (stays := wanted.pop((slot.weekday, slot.opens_minute), None)) is None:
            team.slots.remove(slot)
        else:
            slot.closes_minute = stays.closes_minute
    team.slots.extend(wanted.values())


def week_of_team(team: Team) -> Week:
    """Return the hours of a team that was loaded with its slots."""
    slots: dict[int, list[Slot]] = {}
    for slot in team.slots:
        slots.setdefault(slot.weekday, []).append(Slot(slot.opens_minute, slot.closes_minute))
    return week_of(slots)


def _hours(week: Week) -> dict[str, object]:
    return {name: text_of(slots) for name, slots in zip(WEEKDAY_FIELDS, week, strict=True)}


def _slots(week: Week) -> list[OfficeSlot]:
    return [
        OfficeSlot(weekday=weekday, opens_minute=slot.opens, closes_minute=slot.closes)
        for weekday, slots in enumerate(week)
        for slot in slots
    ]


def _closing(day: date, name: str) -> str:
    return f"{day.isoformat()} {name}".strip()


def _bump(team: Team) -> None:
    """Raise the team's version although only rows below it changed: calendars are remembered by it."""
    flag_modified(team, "name")
