"""An erased customer leaves no word behind, in no room; what is counted is counted as before."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support import deciding as d
from tests.support.accounts_forms import the_form
from tests.support.alerts import planned, run_sweep
from tests.support.clock import MOMENT
from tests.support.erasing import DAY, OF_NOBODY, WORD, Known, a_known_customer, belongings, everything
from tracker import tables
from tracker.alerts.records import Notice
from tracker.audit.queries import first_broken_link, history
from tracker.customers.records import Customer
from tracker.erasure.commands import erase as by_shell
from tracker.erasure.use_cases import EraseCustomer, Erased, erase_customer
from tracker.kernel.errors import ChangedMeanwhile, Forbidden, Gone, Invalid
from tracker.precedents.records import Decision
from tracker.precedents.use_cases.counting import recount
from tracker.promises.records import Promise
from tracker.reports.queries.drifting import TALLIES, differences
from tracker.reports.use_cases import folding


def erased(session: Session, known: Known, **given: object) -> Erased:
    reference = session.get_one(Customer, known.customer_id).reference
    command = {"actor": known.admin, "customer_id": known.customer_id, "typed": reference} | given
    done = erase_customer(session, EraseCustomer(**command), MOMENT + DAY)  # type: ignore[arg-type]
    session.expire_all()
    return done


def test_every_table_is_known_to_hold_words_of_customers_or_not(session: Session) -> None:
    theirs = set(belongings(a_known_customer(session)))

    assert theirs | OF_NOBODY == set(tables.metadata.tables)
    assert theirs & OF_NOBODY == set()


def test_no_word_is_left_anywhere(session: Session) -> None:
    known = a_known_customer(session)
    before = everything(session).count(WORD)

    done = erased(session, known)

    assert before > 100
    assert done == Erased(promises=4, decisions=2)
    assert WORD not in everything(session)


def test_the_history_stays_unbroken_and_tells_who_erased(session: Session) -> None:
    known = a_known_customer(session)

    erased(session, known)

    assert first_broken_link(session) is None
    told = history(session, "customer", known.customer_id)
    assert [each.kind for each in told] == ["customer_erased", "customer_merged", "survey_answered", "customer_added"]
    assert (told[0].actor_id, told[0].changes, told[0].words) == (known.admin.id, {}, {})
    assert all(not each.changes and not each.words for each in told)


def test_promises_are_counted_as_before_and_what_was_open_is_withdrawn(session: Session) -> None:
    known = a_known_customer(session)

    erased(session, known)

    left = session.scalars(select(Promise).where(Promise.customer_id == known.customer_id).order_by(Promise.id)).all()
    assert [each.state for each in left] == ["withdrawn", "withdrawn", "kept"]
    assert {each.statement for each in left} == {"–"}
    while folding.fold_changes(session):
        pass
    assert all(differences(session, tally) == [] for tally in TALLIES)


def test_a_case_that_others_are_like_stays_as_nobodys(session: Session) -> None:
    known = a_known_customer(session)
    others = b.an_agent(session)
    for day in range(5):
        d.a_decision(session, others, "granted", days=12, now=MOMENT - (20 + day) * DAY)

    erased(session, known)

    cases = session.scalars(select(Decision).where(Decision.decided_by_id == known.agent.id)).all()
    assert {(each.state, each.customer_id, each.request) for each in cases} == {("decided", None, "")}
    assert {each.decided_at.day for each in cases} == {1}
    assert recount(session) == 0


def test_a_case_of_few_is_taken_back(session: Session) -> None:
    known = a_known_customer(session)

    erased(session, known)

    cases = session.scalars(select(Decision).where(Decision.decided_by_id == known.agent.id)).all()
    assert {(each.state, each.countable, each.facts) for each in cases} == {("retracted", False, "{}")}
    assert recount(session) == 0


def test_others_are_left_alone(session: Session) -> None:
    known = a_known_customer(session)
    other = b.a_customer(session, "Somebody Else")
    promise = b.a_promise(session, known.agent, customer_id=other.id, statement="Another word.")

    erased(session, known)

    assert session.get_one(Customer, other.id).name == "Somebody Else"
    assert session.get_one(Promise, promise.id).statement == "Another word."
    assert history(session, "promise", promise.id)[-1].changes != {}


def test_nobody_is_reminded_any_more(app: Flask, store: Store) -> None:
    with store() as session:
        known = a_known_customer(session)
        erased(session, known)
        promises = session.scalars(select(Promise.id).where(Promise.customer_id == known.customer_id)).all()

    with app.app_context():
        run_sweep()

    with store() as session:
        assert [planned(session, each) for each in promises] == [[], [], []]
        assert session.scalars(select(Notice)).all() == []
        assert WORD not in everything(session)


def test_only_administrators_erase_and_only_what_they_looked_at(session: Session) -> None:
    known = a_known_customer(session)

    for actor in (known.agent, known.manager):
        with pytest.raises(Forbidden):
            erased(session, known, actor=actor)
    with pytest.raises(Invalid, match="Type the reference"):
        erased(session, known, typed="somebody else")
    with pytest.raises(ChangedMeanwhile):
        erased(session, known, seen_version=99)
    erased(session, known)
    with pytest.raises(Gone, match="erased"):
        erased(session, known)


def test_the_page_says_what_goes_and_every_page_lives_on_without_the_words(
    app: Flask, store: Store, sign_in: SignIn
) -> None:
    with store() as session:
        known = a_known_customer(session)
        reference = session.get_one(Customer, known.customer_id).reference
        promises = session.scalars(select(Promise.id).where(Promise.state != "draft")).all()
        decisions = session.scalars(select(Decision.id)).all()
    admin, manager = sign_in(known.admin), sign_in(known.manager)
    address = f"/customers/{known.customer_id}"
    before = admin.get(address).text

    page = admin.get(f"{address}/erase")
    fields = the_form(page, "typed").fields
    slip = admin.post(f"{address}/erase", data=fields | {"typed": "x"})
    done = admin.post(f"{address}/erase", data=fields | {"typed": reference.lower()})

    assert f"{address}/erase" in before
    assert "What goes" in page.text
    assert "2 open promises: they are withdrawn" in page.text
    assert (slip.status_code, done.status_code) == (422, 303)
    paths = [address, f"{address}/record", "/customers", "/flags?show=all", "/decisions", "/promises?standing=all"]
    paths += [f"/promises/{each}" for each in promises] + [f"/decisions/{each}" for each in decisions]
    for path in paths:
        answer = manager.get(path)
        assert (answer.status_code, path) == (200, path)
        assert WORD not in answer.text.lower(), path
    assert manager.get(f"{address}/erase").status_code == 403


def test_the_shell_erases_as_well(app: Flask, store: Store) -> None:
    with store() as session:
        known = a_known_customer(session)
        reference = session.get_one(Customer, known.customer_id).reference

    done = app.test_cli_runner().invoke(by_shell, [reference, "--yes"])
    again = app.test_cli_runner().invoke(by_shell, [reference, "--yes"])

    assert done.output == "promises: 4\ndecisions: 2\n"
    assert again.exit_code == 2
