"""Two records of one customer become one: what differs is shown before, what came along is told after."""

from decimal import Decimal

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.support.accounts_forms import the_form
from tests.support.clock import MOMENT
from tracker.customers.records import Customer
from tracker.promises.use_cases.logging import save_draft


def test_both_volumes_are_shown_and_the_one_chosen_is_kept(store: Store, sign_in: SignIn) -> None:
    with store() as session:
        agent, other = b.an_agent(session), b.an_agent(session)
        kept, double = b.a_customer(session, "Sommer"), b.a_customer(session, "Sommer GmbH")
        kept.yearly_volume, double.yearly_volume = Decimal(1000), Decimal(5000)
        b.a_promise(session, other, customer_id=double.id)
        save_draft(session, b.some_words(session, agent, customer_id=double.id), MOMENT)
        save_draft(session, b.some_words(session, other, customer_id=double.id), MOMENT)
    browser = sign_in(agent)
    page = f"/customers/{kept.id}/merge"

    before = browser.get(f"{page}?other={double.id}")
    form = the_form(before, "kept_version")
    after = browser.post(page, data=form.fields | {"volume": "other"}, follow_redirects=True)

    assert "1,000" in before.text
    assert "5,000" in before.text
    assert "Merged. 2 promises came along." in after.text
    with store() as session:
        assert session.get_one(Customer, kept.id).yearly_volume == Decimal(5000)


def test_nothing_is_asked_where_only_one_record_has_a_volume(store: Store, sign_in: SignIn) -> None:
    with store() as session:
        kept, double = b.a_customer(session, "Sommer"), b.a_customer(session, "Sommer GmbH")
        double.yearly_volume = Decimal(5000)
        agent = b.an_agent(session)

    page = sign_in(agent).get(f"/customers/{kept.id}/merge?other={double.id}").text

    assert "5,000" in page
    assert "Which yearly volume is right?" not in page
