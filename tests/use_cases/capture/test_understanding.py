"""What a line means here: whose customers, kinds, tiers and colleagues it names."""

import pytest
from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support.clock import MOMENT
from tracker.capture.queries.naming import Named
from tracker.capture.use_cases.understanding import understand
from tracker.capture.use_cases.understood import Understood
from tracker.kernel.people import Viewer
from tracker.promises.rules import ScopeKind
from tracker.worktime.zones import local

NAMES = ("Bäckerei Sommer", "Müller & Töchter GbR", "Müller Bau", "Petra Müller", "Hotel Seeblick", "Freitag KG")


@pytest.fixture
def ann(session: Session) -> Viewer:
    """An agent of a team that works from 8 to 18, with some customers and a colleague."""
    team = b.a_team(session)
    b.an_agent(session, "J. Okafor", team=team)
    for name in NAMES:
        b.a_customer(session, name)
    return b.an_agent(session, "Anna Nowak", team=team)


def read(session: Session, ann: Viewer, line: str) -> Understood:
    return understand(session, line, ann, MOMENT)


def whom(said: Understood) -> str:
    return said.whom.customer.name if said.whom.customer else ""


@pytest.mark.parametrize(
    "line",
    [
        "Rückruf Sommer morgen 15:00 wegen Rechnung 4711",
        "callback Sommer tomorrow 15:00 about invoice 4711",
        "morgen 15:00 Rückruf @bäckerei sommer Rechnung 4711",
        "Rechnung 4711 Rückruf Bäckerei Sommer morgen 15 Uhr",
        "@sommer morgen um 15 Uhr Rückruf #4711",
    ],
)
def test_a_line_in_any_order_and_language_is_the_same_promise(session, ann, line):
    said = read(session, ann, line)

    assert whom(said) == "Bäckerei Sommer"
    assert said.kind.key == "callback"
    assert said.reference.endswith("4711")
    assert said.promised is not None
    assert said.promised.moment is not None
    assert f"{local(said.promised.moment.at, 'Europe/Berlin'):%a %H:%M}" == "Tue 15:00"
    assert said.is_complete
    assert not said.is_doubtful


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Gutschrift an @müller & töchter bis fr", "Müller & Töchter GbR"),
        ("Rückruf Frau Petra Müller morgen", "Petra Müller"),
        ("Rückruf Müller Bau morgen", "Müller Bau"),
        ("Rückruf Herrn Freitag am Montag", "Freitag KG"),
        ('Rückruf @"Müller Bau" morgen', "Müller Bau"),
        ("callback for Hotel Seeblick tomorrow", "Hotel Seeblick"),
        ("Unterlagen schicken morgen", ""),
        ("Rückruf wegen Hotel morgen", ""),
        ("Rückruf bis Freitag", ""),
        ("rückruf sommer morgen", "Bäckerei Sommer"),
    ],
)
def test_a_customer_is_named_by_a_sign_a_title_or_a_whole_word(session, ann, line, name):
    assert whom(read(session, ann, line)) == name


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("deliver the bagels tomorrow", ""),
        ("deliver the missing bagels tomorrow", ""),
        ("replace her sommer dress by Friday", ""),
        ("die brötchen morgen liefern", ""),
        ("die Brötchen morgen liefern", ""),
        ("Gutschrift für die fehlenden Brötchen", ""),
        ("Termin zum Sommer", ""),
        ("deliver the bagels to brooklyn tomorrow", "Brooklyn Bagels"),
        ("deliver the bagels sommer tomorrow", "Bäckerei Sommer"),
        ("callback for the brooklyn bagels tomorrow", "Brooklyn Bagels"),
        ("callback for the Seeblick tomorrow", "Hotel Seeblick"),
        ("Rückruf an die Bäckerei Sommer morgen", "Bäckerei Sommer"),
        ("Rückruf an die Brötchenmanufaktur morgen", "Berliner Brötchenmanufaktur"),
        ("die Telekom morgen zurückrufen", "Telekom AG"),
        ("die Brötchen @bagels morgen", "Brooklyn Bagels"),
        ("die Brötchen an Frau bagels morgen", "Brooklyn Bagels"),
    ],
)
def test_what_stands_behind_an_article_is_a_thing_unless_more_of_a_name_is_said(session, ann, line, name):
    for each in ("Brooklyn Bagels", "Berliner Brötchen", "Berliner Brötchenmanufaktur", "Telekom AG"):
        b.a_customer(session, each)

    assert whom(read(session, ann, line)) == name


def test_who_is_not_clear_is_asked_for_and_may_be_named_by_number(session, ann):
    said = read(session, ann, "Rückruf @müller morgen 15:00")

    assert said.whom.customer is None
    assert {each.name for each in said.whom.others} == {"Müller & Töchter GbR", "Müller Bau", "Petra Müller"}
    assert not said.is_complete
    chosen = said.whom.others[0]
    assert whom(read(session, ann, f"Rückruf @{chosen.reference} morgen 15:00")) == chosen.name


def test_a_page_may_say_who_is_meant(session, ann):
    probst = b.a_customer(session, "Probst KG")
    here = Named(probst.id, probst.name, probst.reference, probst.region)

    assert whom(understand(session, "Rückruf morgen 15:00", ann, MOMENT, customer=here)) == "Probst KG"
    assert whom(understand(session, "Rückruf Sommer morgen 15:00", ann, MOMENT, customer=here)) == "Bäckerei Sommer"


def test_customers_of_closed_teams_are_not_named(session, ann):
    closed = b.a_team(session, is_closed=True)
    b.a_customer(session, "Geheimrat Schulz", team=closed)
    outsider = b.viewer_of(b.an_account(session), hidden=(closed,))

    assert whom(read(session, outsider, "Rückruf @schulz morgen")) == ""


@pytest.mark.parametrize(
    ("line", "kind", "value"),
    [
        ("10 % Rabatt Sommer nur für Key Accounts bis Freitag", ScopeKind.TIER, "key_account"),
        ("10 % discount Sommer only for everyone by Friday", ScopeKind.EVERYONE, ""),
        ("10 % Rabatt Sommer nur für die Netten, bis Freitag", None, ""),
    ],
)
def test_a_scope_is_one_of_ours_or_asked_for(session, ann, line, kind, value):
    said = read(session, ann, line)

    assert said.scope is not None
    assert (said.scope.kind, said.scope.value) == (kind, value)
    assert said.is_complete is (kind is not None)
    assert whom(said) == "Bäckerei Sommer"


def test_somebody_else_is_named_by_part_of_the_name(session, ann):
    known, unknown = (read(session, ann, f"Rückruf Sommer morgen 9 Uhr +{name}") for name in ("oka", "nobody"))

    assert known.owner is not None
    assert known.owner.name == "J. Okafor"
    assert (known.is_complete, unknown.is_complete) == (True, False)


@pytest.mark.parametrize(
    ("line", "statement"),
    [
        ("Gutschrift 35 € an Sommer bis fr 12 !", "Gutschrift 35 €"),
        ("Rückruf Sommer morgen 15:00 wegen Rechnung 4711", "Rückruf wegen Rechnung 4711"),
        ("send the catalogue to Hotel Seeblick by Friday #reply", "send the catalogue"),
        ('Sommer morgen "Ich rufe Sie morgen an"', "Ich rufe Sie morgen an"),
    ],
)
def test_the_statement_keeps_the_words_that_have_no_other_place(session, ann, line, statement):
    assert read(session, ann, line).statement == statement


@pytest.mark.parametrize(
    ("line", "key"), [("#rep Sommer", "reply"), ("Heizung reparieren", "repair"), ("Unterlagen schicken", "other")]
)
def test_the_kind_is_said_by_sign_or_word_or_assumed(session, ann, line, key):
    said = read(session, ann, line)

    assert said.kind.key == key
    assert said.is_kind_said is (key != "other")


def test_a_kind_that_does_not_exist_is_asked_for(session, ann):
    said = read(session, ann, "#unsinn Sommer morgen 15:00")

    assert said.is_kind_unheard_of
    assert not said.is_complete


@pytest.mark.parametrize(
    ("line", "is_doubtful"),
    [
        ("Rückruf Sommer morgen 15:00", False),
        ("Rückruf Sommer morgen um 3", False),
        ("Rückruf Sommer bis Montag", True),
        ("Rückruf Sommer 03/04", True),
        ("Rückruf Sommer Sonntag 15:00", True),
    ],
)
def test_what_may_mean_something_else_is_doubtful(session, ann, line, is_doubtful):
    assert read(session, ann, line).is_doubtful is is_doubtful
