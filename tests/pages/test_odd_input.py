"""Numbers, days and choices that no form of ours sends: refused in words, never a fault."""

from collections.abc import Mapping

import pytest

from tests.conftest import SignIn, Store
from tests.support.accounts_company import Company, a_company, token_of

HUGE = str(10**20)
"""A number that no column holds."""

NEW = {"statement": "A call.", "kind": "1", "customer": "New Ltd", "customer_asked": "New Ltd", "customer_id": "new"}

NOWHERE = (
    f"/promises/{HUGE}",
    f"/customers/{HUGE}",
    f"/promises/{HUGE}/keep",
)
ASKED = (
    f"/promises?team={HUGE}&owner={HUGE}&kind={HUGE}&customer={HUGE}&tier={HUGE}",
    f"/customers?tier={HUGE}",
    f"/reports?only=tier-{HUGE}",
    f"/reports?team={HUGE}&of=me&kind={HUGE}",
    f"/board?team={HUGE}",
    f"/overdue?team={HUGE}",
    f"/promises/new?customer={HUGE}&makes_good={HUGE}",
    "/customers/{customer}/record?since=0001-01-01&until=9999-12-31",
    f"/customers/{{customer}}/merge?other={HUGE}",
)
MEANT = (
    "due_day=9999-12-31",
    "due_day=0001-01-01&due_time=00:00",
    "due_count=3&due_unit=weeks",
    "due_count=5000&due_unit=office-hours",
    f"due_day=2027-01-04&customer=x&customer_asked=x&customer_id={HUGE}",
)
SENT: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("/promises/new", NEW | {"due_day": "9999-12-31"}),
    ("/promises/new", NEW | {"due_count": "3", "due_unit": "weeks"}),
    ("/promises/new", NEW | {"due_day": "2027-01-04", "kind": HUGE}),
    ("/promises/new", NEW | {"due_day": "2027-01-04", "owner": HUGE}),
    ("/promises/new", NEW | {"due_day": "2027-01-04", "customer_id": HUGE}),
    ("/promises/{promise}/keep", {"kept_at_day": "0001-01-01"}),
    ("/promises/{promise}/break", {"row_version": "1", "cause": HUGE}),
    ("/promises/{promise}/hand-over", {"row_version": "1", "to": HUGE}),
    ("/promises/{promise}/inform", {"informed_at_day": "0001-01-01", "informed_channel": "phone"}),
    ("/promises/{promise}/renegotiate", {"due_day": "9999-12-31", "reason": "Stock.", "informed": "no"}),
)


@pytest.fixture
def company(store: Store) -> Company:
    with store() as session:
        return a_company(session)


@pytest.mark.parametrize("address", NOWHERE)
def test_a_number_that_nothing_can_have_leads_nowhere(company: Company, sign_in: SignIn, address: str) -> None:
    assert sign_in(company.manager).get(address).status_code == 404


@pytest.mark.parametrize("address", ASKED)
def test_what_no_page_of_ours_asks_for_is_answered(company: Company, sign_in: SignIn, address: str) -> None:
    answered = sign_in(company.manager).get(address.format_map(company.outer))

    assert answered.status_code in {200, 404}


@pytest.mark.parametrize("query", MEANT)
def test_a_due_that_cannot_be_meant_means_nothing(company: Company, sign_in: SignIn, query: str) -> None:
    part = {"HX-Request-Type": "partial"}

    assert sign_in(company.manager).get(f"/promises/new/due?{query}", headers=part).status_code == 200


@pytest.mark.parametrize(("address", "sent"), SENT)
def test_a_form_that_cannot_be_meant_comes_back(
    company: Company, sign_in: SignIn, address: str, sent: Mapping[str, str]
) -> None:
    browser = sign_in(company.manager)

    answered = browser.post(address.format_map(company.outer), data={**sent, "csrf_token": token_of(browser)})

    assert answered.status_code == 422
