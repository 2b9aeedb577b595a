"""Who works in the demo company: two teams, of five people each so that reports show them, an administrator, a head.

The managers of both teams belong to a third one, so that somebody stands above them.
"""

from dataclasses import dataclass

from tracker.kernel.people import Role
from tracker.worktime.calendar import Slot, Week, week_of

PASSWORD = "gesagt-getan"  # noqa: S105 - meant to be known, and only used where no real data is
"""What every demo account signs in with on a developer's machine; elsewhere passwords are made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoTeam:
    """A team with its place and hours; `language` is what its customers mostly speak, `address` where they write to."""

    name: str
    address: str
    zone: str
    country: str
    region: str
    week: Week
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """Somebody of the company; `share` is how much of the work they do, `manages` the team that they manage."""

    name: str
    email: str
    role: Role
    team: DemoTeam
    locale: str
    zone: str
    share: int = 10
    manages: DemoTeam | None = None


MORNING, LONG_AFTERNOON, SHORT_AFTERNOON = (
    Slot(8 * 60, 12 * 60),
    Slot(12 * 60 + 30, 17 * 60),
    Slot(12 * 60 + 30, 15 * 60),
)
NORTH = DemoTeam(
    name="Service Nord",
    address="service-nord@demo.example",
    zone="Europe/Berlin",
    country="DE",
    region="HH",
    week=week_of({**dict.fromkeys(range(4), (MORNING, LONG_AFTERNOON)), 4: (MORNING, SHORT_AFTERNOON)}),
    language="de",
)
LONDON = DemoTeam(
    name="Care London",
    address="care-london@demo.example",
    zone="Europe/London",
    country="GB",
    region="ENG",
    week=week_of(dict.fromkeys(range(5), (Slot(9 * 60, 17 * 60 + 30),))),
    language="en",
)
LEADERS = DemoTeam(
    name="Leitung",
    address="leitung@demo.example",
    zone=NORTH.zone,
    country=NORTH.country,
    region=NORTH.region,
    week=NORTH.week,
    language="de",
)
TEAMS = (NORTH, LONDON)
"""Those that promise something to customers; the leaders do not."""


def _of_north(name: str, email: str, role: Role = Role.AGENT, **different: str | int) -> DemoPerson:
    usual: dict[str, str | int] = {"locale": "de", "zone": NORTH.zone}
    return DemoPerson(name=name, email=email, role=role, team=NORTH, **usual | different)  # type: ignore[arg-type]


def _of_london(name: str, email: str, role: Role = Role.AGENT, **different: str | int) -> DemoPerson:
    usual: dict[str, str | int] = {"locale": "en", "zone": LONDON.zone}
    return DemoPerson(name=name, email=email, role=role, team=LONDON, **usual | different)  # type: ignore[arg-type]


def _leader(name: str, email: str, manages: DemoTeam, locale: str = "de") -> DemoPerson:
    usual = {"role": Role.MANAGER, "team": LEADERS, "zone": manages.zone, "share": 0}
    return DemoPerson(name=name, email=email, locale=locale, manages=manages, **usual)  # type: ignore[arg-type]


JANA = _of_north("Jana Petersen", "jana.petersen@demo.example", share=16)
EMMA = _of_london("Emma Clarke", "emma.clarke@demo.example", share=13)
PEOPLE = (
    JANA,
    EMMA,
    _of_north("Tobias Weiß", "tobias.weiss@demo.example"),
    _of_north("Aylin Yıldız", "aylin.yildiz@demo.example"),
    _of_north("Inês Carvalho", "ines.carvalho@demo.example", locale="en", zone="Europe/Lisbon"),
    _of_london("Priya Sharma", "priya.sharma@demo.example"),
    _of_london("Felix Hartmann", "felix.hartmann@demo.example", locale="de"),
    _of_north("Marek Nowak", "marek.nowak@demo.example", share=4),
    _of_london("Hannah Reid", "hannah.reid@demo.example", share=4),
    _of_north("Sabine Groß", "sabine.gross@demo.example", Role.ADMIN, share=0),
    _of_london("Grace Okafor", "grace.okafor@demo.example", share=0),
    _leader("Katrin Möller", "katrin.moeller@demo.example", NORTH),
    _leader("Oliver Hughes", "oliver.hughes@demo.example", LONDON, locale="en"),
    _leader("Renate Albers", "renate.albers@demo.example", LEADERS),
)
"""The first one has the fullest day; the last one of a team is new; then come those who lead."""
