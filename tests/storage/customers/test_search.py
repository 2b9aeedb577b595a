"""Finding customers: what is found, by whom, in which order, page by page; the same on both databases."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from tests.support.builders import a_team, an_agent
from tests.support.clock import MOMENT
from tracker.customers import queries
from tracker.customers.queries import Filters, ways
from tracker.customers.records import Customer, Tier
from tracker.customers.rules.contacts import contact_in
from tracker.customers.rules.details import Details
from tracker.customers.rules.searching import sought
from tracker.customers.use_cases import AddCustomer, add_customer
from tracker.kernel.people import Role, Viewer

NAMES = (
    "Bäckerei Müller GmbH",
    "Anna Weiß",
    "Müller & Söhne OHG",
    'Hotel "Zur Post"',
    "100 % Bio AG",
    "under_score Ltd",
    "NEAR OR AND NOT",
    "O'Brien",
    "Back\\slash",
    "Café Größe",
)


@pytest.fixture
def ann(session: Session) -> Viewer:
    """Make an agent and the customers of NAMES."""
    ann = an_agent(session)
    for name in NAMES:
        add(session, ann, name)
    return ann


def add(session: Session, who: Viewer, name: str, *contacts: str, **given_details: object) -> Customer:
    wish = AddCustomer(actor=who, name=name, contacts=tuple(map(contact_in, contacts)), even_if_alike=True)
    return add_customer(session, replace(wish, **given_details), MOMENT)  # type: ignore[arg-type]


def found(session: Session, who: Viewer, text: str, **filters: object) -> list[str]:
    return [each.name for each in queries.search(session, who, text, filters=Filters(**filters))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "names_found"),
    [
        ("MULLER", ["Müller & Söhne OHG", "Bäckerei Müller GmbH"]),
        ("müller bäck", ["Bäckerei Müller GmbH"]),
        ("WEISS", ["Anna Weiß"]),
        ("weiß", ["Anna Weiß"]),
        ("groesse", ["Café Größe"]),
        ("grosse", ["Café Größe"]),
        ("mü", ["Müller & Söhne OHG"]),
        ("o", ["O'Brien"]),
        ("10", ["100 % Bio AG"]),
        ('"zur', ['Hotel "Zur Post"']),
        ('Hotel "Zur Post"', ['Hotel "Zur Post"']),
        ("0 % b", ["100 % Bio AG"]),
        ("%%%", []),
        ("___", []),
        ("r_s", ["under_score Ltd"]),
        ("r%s", []),
        ("near or and not", ["NEAR OR AND NOT"]),
        ("near(", []),
        ("not near", ["NEAR OR AND NOT"]),
        ("müller OR weiß", []),
        ("o'brien", ["O'Brien"]),
        ("k\\sla", ["Back\\slash"]),
        ("search_text:muller", []),
        ("mull*", []),
        ("müller ag", []),
        ("bio ag", ["100 % Bio AG"]),
    ],
)
def test_what_was_typed_is_taken_as_text(session: Session, ann: Viewer, typed: str, names_found: list[str]) -> None:
    assert found(session, ann, typed) == names_found


@pytest.mark.parametrize("typed", ["030 123456", "03012", "+49 30 12 34", "0049 (0)30-1234", "49301234", "23456"])
@pytest.mark.parametrize("stored", ["+49 (0)30 123456", "0049 30/12 34 56"])
def test_a_phone_number_is_found_in_every_spelling(session: Session, typed: str, stored: str) -> None:
    ann = an_agent(session)
    add(session, ann, "Sommer", stored)
    add(session, ann, "Winter", "040 999999")

    assert found(session, ann, typed) == ["Sommer"]


@pytest.mark.parametrize("typed", ["sommer@baeck", "INFO.SOMMER", "@baeckerei.de"])
def test_a_part_of_a_mail_address_finds(session: Session, ann: Viewer, typed: str) -> None:
    customer = add(session, ann, "Somebody", "info.sommer@baeckerei.de")

    assert [each.id for each in queries.search(session, ann, typed)] == [customer.id]


def test_references_and_tags_are_found(session: Session, ann: Viewer) -> None:
    customer = add(session, ann, "Somebody", reference="XY-77", tags=("großkunde",))

    for typed in ("xy-77", "XY", "y-77", "grosskunde", "Großk"):
        assert [each.id for each in queries.search(session, ann, typed)] == [customer.id], typed


def test_what_begins_so_comes_first(session: Session) -> None:
    ann = an_agent(session)
    for name in ("Bäckerei Sommer", "Sommer & Co", "Autohaus Sommer", "Sommer"):
        add(session, ann, name)

    assert found(session, ann, "sommer") == ["Sommer", "Sommer & Co", "Autohaus Sommer", "Bäckerei Sommer"]


def test_filters_narrow_what_is_found(session: Session) -> None:
    ann = an_agent(session)
    plus = session.scalars(select(Tier.id).where(Tier.key == "plus")).one()
    add(session, ann, "Sommer", tier_id=plus, region="Bremen", tags=("vip",), language="en", yearly_volume=Decimal(100))
    add(session, ann, "Winter")

    for narrow in (
        {"tier_id": plus},
        {"region": "Bremen"},
        {"tag": "vip"},
        {"language": "en"},
        {"min_volume": Decimal(100)},
        {"tier_id": plus, "region": "Bremen", "tag": "vip", "language": "en", "min_volume": Decimal("99.99")},
    ):
        assert found(session, ann, "", **narrow) == ["Sommer"], narrow
        assert found(session, ann, "somm", **narrow) == ["Sommer"], narrow
        assert found(session, ann, "so", **narrow) == ["Sommer"], narrow
        assert found(session, ann, "winter", **narrow) == [], narrow


def test_customers_of_a_closed_team_are_not_there_for_others(session: Session) -> None:
    closed = a_team(session, is_closed=True)
    insider = an_agent(session, team=closed)
    outsider = replace(an_agent(session), hidden_team_ids=frozenset({closed.id}))
    add(session, insider, "Sommer", "030 123456", team_id=closed.id, region="Nowhere", tags=("secret",))

    for typed in ("", "so", "sommer", "030 123456", "k-1"):
        assert found(session, insider, typed) == ["Sommer"]
        assert found(session, outsider, typed) == []
    assert queries.choices(session, insider) == queries.Choices(("Nowhere",), ("secret",), ("de",))
    assert queries.choices(session, outsider) == queries.Choices((), (), ())
    assert queries.suggest(session, outsider, "sommer") == []


def test_suggestions_are_few_and_need_something_typed(session: Session) -> None:
    ann = an_agent(session)
    for number in range(12):
        add(session, ann, f"Sommer {number:02}")

    assert len(queries.suggest(session, ann, "somm")) == 8
    assert queries.suggest(session, ann, " ") == []


def test_choices_are_sorted_and_each_there_once(session: Session) -> None:
    ann = an_agent(session)
    for place, tags in (("Ulm", ("b", "a")), ("Bonn", ("a",)), ("", ()), ("Ulm", ("c",))):
        add(session, ann, "Sommer", region=place, tags=tags)

    assert queries.choices(session, ann) == queries.Choices(("Bonn", "Ulm"), ("a", "b", "c"), ("de",))


def test_a_page_of_customers_comes_with_few_statements(session: Session) -> None:
    ann = an_agent(session)
    for number in range(60):
        add(session, ann, f"Sommer {number}", f"030 {number:06}", tags=("vip",))
    session.flush()
    session.expunge_all()
    statements: list[str] = []
    connection = session.connection()

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(connection, "before_cursor_execute", count)
    shown = queries.search(session, ann, "sommer 0", filters=Filters(tag="vip"))
    told = [(each.tier.key, each.contacts[0].value, each.tags[0].tag) for each in shown]
    event.remove(connection, "before_cursor_execute", count)

    assert len(told) >= 10
    assert len(statements) <= 10


SYLLABLES = ("gm", "bh", "ba", "ä", "ß", " ", "k-", "1", "0", "zz")
some_names = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=6).map("".join).filter(str.strip)
some_rows = st.lists(
    st.tuples(some_names, st.sampled_from(["", "Bonn", "Ulm"]), st.sampled_from(["de", "en"])), min_size=1, max_size=50
)
some_filters = st.builds(Filters, region=st.sampled_from(["", "", "Bonn"]), language=st.sampled_from(["", "", "en"]))


def stored(session: Session, rows: Sequence[tuple[str, str, str]]) -> list[Customer]:
    """Store many customers at once: name, region, language."""
    tier_id = session.scalars(select(Tier.id).order_by(Tier.rank).limit(1)).one()
    customers = []
    for number, (name, region, language) in enumerate(rows, 1_000_000):
        customer = Customer(id=number, tier_id=tier_id, created_at=MOMENT, contacts=[], tags=[])
        details = Details(name=name, reference=f"K-{number % 1000}", region=region, language=language)
        customer.take(details)
        customers.append(customer)
    session.add_all(customers)
    session.flush()
    return customers


def expected(customers: Sequence[Customer], typed: str, filters: Filters) -> list[int]:
    """Return the numbers that a search must give, in order, by looking at each customer."""
    looked_for = sought(typed)
    fitting = [
        each for each in customers if filters.region in {"", each.region} and filters.language in {"", each.language}
    ]
    ranked = [
        (queries.key_of(each, typed), each.id)
        for each in fitting
        if queries.key_of(each, typed)[0] == 0
        or any(all(word in each.search_text for word in part) for part in looked_for.parts)
    ]
    return [number for _key, number in sorted(ranked)]


@pytest.mark.parametrize("few", [0, 3, 6000])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=some_rows, typed=st.one_of(st.just(""), some_names), filters=some_filters, size=st.integers(1, 20))
def test_pages_are_complete_without_gaps_and_doubles_on_whichever_way(
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    few: int,
    rows: list[tuple[str, str, str]],
    typed: str,
    filters: Filters,
    size: int,
) -> None:
    monkeypatch.setattr(ways, "FEW", few)
    monkeypatch.setattr(ways, "STRIDES", (few + 1, few + 7))
    monkeypatch.setattr(ways, "GLANCE", few + 2)
    everybody_sees = Viewer(id=1, name="Ann", role=Role.AGENT, team_id=1)
    attempt = session.begin_nested()
    wanted = expected(stored(session, rows), typed, filters)

    paged: list[int] = []
    after = None
    while page := queries.search(session, everybody_sees, typed, filters=filters, after=after, limit=size):
        paged += [each.id for each in page]
        after = queries.key_of(page[-1], typed)
    attempt.rollback()

    assert paged == wanted
