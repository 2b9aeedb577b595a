"""Importing an export: what is written, what a second run does, what is refused."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text

from tests.support import builders as b
from tests.support.clock import MOMENT
from tests.use_cases.imports.conftest import FIRST, MAPPING, Desk
from tracker.accounts.records import Account, OfficeSlot, Team
from tracker.audit.queries import first_broken_link, history
from tracker.customers.records import ContactPoint, Customer
from tracker.customers.rules.contacts import Contact, ContactKind
from tracker.customers.use_cases import AddCustomer, add_customer
from tracker.imports import running
from tracker.kernel.extensions import db, transaction
from tracker.promises.records import Kind, Promise, Renegotiation

OPEN = {"done": "", "status": "waiting"}


def promise(number: str = "1") -> Promise:
    db.session.rollback()
    asked = select(Promise).where(Promise.external_id == number).execution_options(populate_existing=True)
    return db.session.scalars(asked).one()


def events(number: str = "1") -> list[str]:
    return [told.kind for told in reversed(history(db.session(), "promise", promise(number).id))]


def test_a_row_becomes_a_promise_with_its_customer_kind_team_and_owner(desk: Desk):
    answer = desk.run(desk.write({}))

    written = promise()
    assert (answer.exit_code, answer.counts) == (0, (1, 0, 0, 0))
    assert written.statement == "The bicycle will be ready (order A-1)"
    assert (written.state, written.channel, written.zone) == ("kept", "import", "Europe/Berlin")
    assert written.made_at == datetime(2026, 2, 2, 8, tzinfo=UTC)
    assert written.due_at == written.first_due_at == written.late_at == datetime(2026, 2, 4, 11, tzinfo=UTC)
    assert written.kept_at == written.settled_at == datetime(2026, 2, 3, 14, 30, tzinfo=UTC)
    assert (written.outcome_note, written.settled_by_id) == ("Chain replaced", None)
    assert db.session.get_one(Customer, written.customer_id).name == "Müller GmbH"
    assert db.session.get_one(Kind, written.kind_id).key == "repair"
    assert db.session.get_one(Account, written.owner_id).email == "petra@workshop.example"


def test_named_accounts_are_inactive_and_named_teams_have_hours(desk: Desk):
    desk.run(desk.write({}))

    account = db.session.scalars(select(Account)).one()
    team = db.session.scalars(select(Team)).one()
    hours = db.session.execute(select(OfficeSlot.weekday, OfficeSlot.opens_minute, OfficeSlot.closes_minute)).all()
    assert (account.active, account.password, account.team_id) == (False, None, team.id)
    assert (team.country, team.region, team.time_zone) == ("DE", "BY", "Europe/Berlin")
    assert sorted(map(tuple, hours)) == [(weekday, 450, 960) for weekday in range(5)]


def test_teams_and_accounts_that_exist_are_taken_as_they_are(desk: Desk):
    with transaction() as session:
        team = b.a_team(session, "workshop", time_zone="America/New_York")
        account = b.an_account(session, "Petra Pfau", team=team)
        account.email = "petra@workshop.example"
        known = account.id

    desk.run(desk.write({}))

    assert promise().owner_id == known
    assert db.session.scalar(select(func.count()).select_from(Team)) == 1


def test_it_writes_the_events_that_logging_and_keeping_write(desk: Desk):
    desk.run(desk.write({}, OPEN | {"number": "2"}, {"number": "3", "status": "cancelled"}))

    assert events("1") == ["promise_logged", "promise_kept"]
    assert events("2") == ["promise_logged"]
    assert events("3") == ["promise_logged", "promise_withdrawn"]
    assert first_broken_link(db.session()) is None


def test_an_imported_promise_is_told_of_like_one_that_somebody_logged(desk: Desk):
    desk.run(desk.write(OPEN))
    with transaction() as session:
        logged = b.a_promise(session, b.an_agent(session)).id

    imported, by_hand = (history(db.session(), "promise", number)[0] for number in (promise().id, logged))
    assert imported.changes.keys() == by_hand.changes.keys()
    assert imported.changes["state"] == by_hand.changes["state"] == (None, "open")


def test_a_second_run_imports_nothing_and_tells_nothing(desk: Desk):
    path = desk.write({}, OPEN | {"number": "2"})
    desk.run(path)
    before = everything()

    answer = desk.run(path)

    assert answer.counts == (0, 0, 2, 0)
    assert everything() == before


def test_a_row_that_was_settled_meanwhile_settles_its_promise(desk: Desk):
    desk.run(desk.write(OPEN))

    answer = desk.run(desk.write({}))

    assert answer.counts == (0, 1, 0, 0)
    assert promise().state == "kept"
    assert events() == ["promise_logged", "promise_kept"]
    assert desk.run(desk.write({})).counts == (0, 0, 1, 0)


def test_a_row_that_is_open_again_reopens_its_promise(desk: Desk):
    desk.run(desk.write({}))

    desk.run(desk.write(OPEN))

    assert (promise().state, promise().kept_at, promise().settled_at) == ("open", None, None)
    assert events()[-1] == "promise_reopened"


def test_a_new_date_is_a_renegotiation_and_the_first_date_stays(desk: Desk):
    desk.run(desk.write(OPEN))

    desk.run(desk.write(OPEN | {"due": "09.02.2026 12:00"}))

    level = db.session.execute(select(Renegotiation.level, Renegotiation.old_due_at)).one()
    assert promise().due_at == promise().late_at == datetime(2026, 2, 9, 11, tzinfo=UTC)
    assert promise().first_due_at == level.old_due_at == datetime(2026, 2, 4, 11, tzinfo=UTC)
    assert (promise().renegotiations, level.level, events()[-1]) == (1, 1, "promise_renegotiated")


def test_other_words_there_are_a_correction_here(desk: Desk):
    desk.run(desk.write({}))

    desk.run(desk.write({"remark": "Chain and brakes replaced", "words": "The bike will be ready"}))

    assert promise().outcome_note == "Chain and brakes replaced"
    assert promise().statement == "The bike will be ready (order A-1)"
    assert events() == ["promise_logged", "promise_kept", "promise_corrected"]


def test_what_people_changed_here_stays_while_nothing_changes_there(desk: Desk):
    desk.run(desk.write(OPEN))
    number = promise().id
    with transaction() as session:
        agent = b.an_agent(session)
        ours = session.get_one(Promise, number)
        ours.owner_id, ours.due_at, ours.late_at = agent.id, MOMENT, MOMENT

    same = desk.run(desk.write(OPEN))
    other = desk.run(desk.write(OPEN | {"remark": "The part has come"}))

    assert (same.counts, other.counts) == ((0, 0, 1, 0), (0, 1, 0, 0))
    assert (promise().owner_id, promise().due_at) == (agent.id, MOMENT)
    assert promise().outcome_note == "The part has come"


def test_how_somebody_here_ended_it_is_not_undone_by_a_row(desk: Desk):
    desk.run(desk.write(OPEN))
    number = promise().id
    with transaction() as session:
        ours = session.get_one(Promise, number)
        ours.state, ours.settled_at, ours.settled_by_id = "broken", MOMENT, ours.owner_id

    desk.run(desk.write({}))

    assert promise().state == "broken"


def test_a_customer_is_known_by_number_and_changes_with_the_row(desk: Desk):
    desk.run(desk.write({}, {"number": "2"}))
    desk.run(desk.write({"customer": "Müller & Sohn GmbH", "phone": "030 654321"}, {"number": "2"}))

    customer = db.session.scalars(select(Customer).execution_options(populate_existing=True)).one()
    assert customer.name == "Müller & Sohn GmbH"
    assert "654321" in customer.search_text
    assert "123456" in customer.search_text
    assert promise("1").customer_id == promise("2").customer_id == customer.id


def test_a_customer_who_is_here_already_is_found_by_reference(desk: Desk):
    with transaction() as session:
        known = b.a_customer(session, "Miller")
        number, reference = known.id, known.reference
    mapping = MAPPING.replace('phone = "phone"', 'reference = "account"')

    answer = desk.run(desk.write({"account": reference.lower()}), mapping=mapping)

    assert (answer.imported, promise().customer_id) == (1, number)


def test_customers_are_written_as_if_somebody_had_added_them(desk: Desk):
    desk.run(desk.write({}))
    with transaction() as session:
        contacts = (Contact(ContactKind.PHONE, "030 123456"),)
        add_customer(
            session, AddCustomer(name="Müller GmbH", contacts=contacts, actor=None, even_if_alike=True), MOMENT
        )

    imported, added = (_everything_of(customer) for customer in db.session.scalars(select(Customer)))
    assert imported == added


def _everything_of(customer: Customer) -> list[object]:
    """Return all columns, contact points and events, but for the numbers that differ."""
    points = db.session.execute(select(*ContactPoint.__table__.columns).filter_by(customer_id=customer.id)).mappings()
    told = history(db.session(), "customer", customer.id)
    values = {name: value for name, value in vars(customer).items() if name in Customer.__table__.columns}
    rows: list[dict[str, object]] = [
        values,
        *(dict(point) for point in points),
        *(dict[str, object](each.changes) for each in told),
    ]
    own = {"id", "customer_id", "reference", "external_system", "external_id", "search_text"}
    return [{name: value for name, value in row.items() if name not in own} for row in rows]


def test_unknown_kinds_are_created_without_tolerance_and_known_ones_give_theirs(desk: Desk):
    with transaction() as session:
        session.get_one(Kind, b.kind_id(session, "repair")).tolerance = timedelta(hours=2)

    desk.run(desk.write({}, {"number": "2", "kind": "Wheel truing"}, {"number": "3", "kind": "wheel  TRUING"}))

    created = db.session.scalars(select(Kind).where(Kind.name_en == "Wheel truing")).one()
    assert (created.key, created.tolerance) == ("wheel_truing", timedelta())
    assert promise("2").kind_id == promise("3").kind_id == created.id
    assert promise("1").late_at == datetime(2026, 2, 4, 13, tzinfo=UTC)


def test_no_past_alert_is_planned_and_a_coming_one_is(desk: Desk):
    later = (MOMENT + timedelta(days=2)).strftime("%d.%m.%Y %H:%M")

    desk.run(desk.write(OPEN, OPEN | {"number": "2", "due": later}, {"number": "3", "due": later}))

    assert [promise(number).attention_at for number in "123"] == [None, MOMENT, None]
    assert {promise(number).scheduled_at for number in "123"} == {MOMENT}


def test_a_whole_day_is_due_at_its_end(desk: Desk):
    desk.run(desk.write(OPEN | {"due": "04.02.2026"}))

    assert promise().due_day == promise().first_due_day == datetime(2026, 2, 4, tzinfo=UTC).date()
    assert promise().due_at == datetime(2026, 2, 4, 23, tzinfo=UTC)


def test_a_row_without_its_making_is_made_at_the_moment_of_the_import(desk: Desk):
    path = desk.write({"made": "NULL"})

    desk.run(path, "--as-of", "2026-02-01T00:00:00+01:00")

    assert promise().made_at == datetime(2026, 1, 31, 23, tzinfo=UTC)
    assert desk.run(path, "--as-of", "2026-02-07T00:00:00+01:00").counts == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"due": ""}, "promise.due (due) is empty"),
        ({"due": "NULL"}, "promise.due (due) is empty"),
        ({"due": "31.02.2026 12:00"}, "promise.due (due) is no moment in any of the given formats: '31.02.2026 12:00'"),
        ({"made": "yesterday"}, "promise.made (made) is no moment"),
        ({"number": ""}, "external.id (number) is empty"),
        ({"customer": " \t"}, "customer.name (customer) is empty"),
        ({"kind": ""}, "promise.kind (kind) is empty"),
        ({"words": "", "order": ""}, "promise.statement (words, order) is empty"),
        ({"owner": "Paul"}, "promise.owner is 'Paul', but nobody here"),
        (
            {"status": "cancelled", "done": ""},
            "promise.state is withdrawn, but promise.settled does not say since when",
        ),
        ({"kind": "k" * 61}, "promise.kind (kind) has 61 characters, at most 60 fit"),
        ({"phone": "1"}, "customer.contacts: This is no phone number: 1"),
    ],
)
def test_a_row_that_cannot_be_is_rejected_with_the_reason(desk: Desk, row: dict[str, str], reason: str):
    path = desk.write({"number": "0"}, row)

    answer = desk.run(path)

    (rejected,) = desk.rejects(path)
    assert (answer.exit_code, answer.counts) == (0, (1, 0, 0, 1))
    assert {name: rejected[name] for name in FIRST} == FIRST | row
    assert rejected["reject_reason"].startswith(f"line 3: {reason}")


def test_rejects_can_be_mended_and_imported(desk: Desk):
    path = desk.write({"due": ""}, {"number": "2"})
    desk.run(path)
    rejects = path.with_name("export.csv.rejects.csv")
    rejects.write_text(rejects.read_text().replace("09:00;;", "09:00;04.02.2026 12:00;"))

    answer = desk.run(rejects)

    assert answer.counts == (1, 0, 0, 0)
    assert not rejects.with_name("export.csv.rejects.csv.rejects.csv").exists()
    assert desk.run(desk.write({}, {"number": "2"})).counts == (0, 0, 2, 0)
    assert not rejects.exists()


def test_a_number_that_contradicts_itself_within_the_file_is_rejected(desk: Desk):
    path = desk.write({}, {}, {"remark": "Something else"})

    first, second = desk.run(path), desk.run(path)

    assert (first.counts, second.counts) == ((1, 0, 1, 1), (0, 0, 2, 1))
    assert desk.rejects(path)[0]["reject_reason"] == "line 4: an earlier row tells something else of 1"


def test_rows_with_too_few_or_too_many_cells_are_rejected(desk: Desk):
    path = desk.write({})
    with path.open("a") as file:
        file.write("2;77;Müller\n\n" + ";".join(FIRST.values()) + ";more;cells\n")

    answer = desk.run(path)

    assert answer.counts == (1, 0, 0, 2)
    assert "it has 3 cells where the header has 13" in desk.rejects(path)[0]["reject_reason"]


def test_rows_of_one_batch_that_bring_the_same_new_customer_twice_share_it(desk: Desk):
    mapping = MAPPING.replace('phone = "phone"', 'reference = "order"')

    answer = desk.run(desk.write({}, {"number": "2", "account": "78"}), mapping=mapping)

    assert answer.counts == (2, 0, 0, 0)
    assert promise("1").customer_id == promise("2").customer_id


def test_one_row_that_cannot_be_stored_is_refused_alone(desk: Desk):
    path = desk.write(*({"number": str(n), "words": words} for n, words in enumerate(("One", "Two", "One", "Three"))))
    with db.engine.begin() as connection:
        connection.execute(text("CREATE UNIQUE INDEX said_once ON promise (statement)"))
    try:
        answer = desk.run(path)
    finally:
        db.session.rollback()
        with db.engine.begin() as connection:
            connection.execute(text("DROP INDEX said_once"))

    assert answer.counts == (3, 0, 0, 1)
    assert "line 4: it cannot be stored: " in desk.rejects(path)[0]["reject_reason"]
    assert first_broken_link(db.session()) is None


def test_a_file_of_several_batches_is_imported_whole(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(running, "BATCH", 3)
    path = desk.write(*({"number": str(n)} for n in range(8)))

    assert desk.run(path).counts == (8, 0, 0, 0)
    assert first_broken_link(db.session()) is None


def test_a_rehearsal_says_the_same_and_changes_nothing(desk: Desk):
    desk.run(desk.write({"number": "5"}))
    path = desk.write({}, {"number": "2", "kind": "New kind"}, {"due": ""}, {"number": "5"}, {}, name="second.csv")
    before = everything()

    rehearsal = desk.run(path, "--dry-run")
    after, rejects = everything(), desk.rejects(path)

    assert (after, rejects) == (before, [])
    assert "line 4: promise.due (due) is empty" in rehearsal.stderr
    assert desk.run(path).counts == rehearsal.counts == (2, 0, 2, 1)


def test_rows_may_be_passed_over(desk: Desk):
    mapping = MAPPING.replace('kind = "kind"', 'kind = { column = "kind", empty = "skip" }')

    answer = desk.run(desk.write({"kind": ""}, {"number": "2"}), mapping=mapping)

    assert answer.counts == (1, 0, 0, 0)
    assert "1 rows passed over" in answer.stderr


def everything() -> dict[str, int | str]:
    """Count the rows of every table, and add the last word of the history."""
    db.session.rollback()
    counts: dict[str, int | str] = {
        name: db.session.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in db.metadata.tables
    }
    return counts | {"last": db.session.execute(text("SELECT hash FROM event_head")).scalar_one()}
