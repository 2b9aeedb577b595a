"""Whoever follows links through a company that has worked for months meets no error."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from tests.conftest import SignIn, Store
from tracker.accounts.records import Account
from tracker.demo import living
from tracker.demo.people import PEOPLE
from tracker.kernel.clock import read

LINK = re.compile(r'(?:href|hx-get)="(/[^"#]*)')
FILLED_IN = "/ID/"
"""Stands in the page for numbers that scripts put there."""
OF_EACH_SORT = 2
"""How many pages are looked at that differ in their numbers alone."""
ROLES = {"admin", "manager", "agent"}


@pytest.mark.long
@pytest.mark.parametrize("database", ["postgresql"], indirect=True, scope="session")
def test_every_link_of_the_demo_company_leads_somewhere(app: Flask, store: Store, sign_in: SignIn) -> None:
    # given the demo company
    with store() as session:
        living.make_company(session, {person.email: "" for person in PEOPLE}, read(), past_lives=60)
        found = session.scalars(select(Account).where(Account.active).order_by(Account.id)).all()
        people = {account.role: account for account in reversed(found)}

    # when somebody of each role follows whatever they see, then every page answers
    assert people.keys() == ROLES
    for role, person in people.items():
        seen = dict(_followed(app, sign_in(person)))
        assert {place: status for place, status in seen.items() if status >= 400} == {}, role
        assert len(seen) > 40, role


def _followed(app: Flask, client: FlaskClient) -> Iterator[tuple[str, int]]:
    """Yield every address that can be reached from the first page, and how it answered."""
    waiting, met, looked_at = ["/"], {"/"}, Counter[tuple[object, ...]]()
    while waiting:
        place = waiting.pop(0)
        sort = _sort(app, place)
        if looked_at[sort] >= OF_EACH_SORT:
            continue
        looked_at[sort] += 1
        answer = client.get(place, follow_redirects=True, buffered=True)
        yield place, answer.status_code
        if answer.mimetype == "text/html":
            linked = {unescape(link) for link in LINK.findall(answer.text) if FILLED_IN not in link} - met
            met |= linked
            waiting += sorted(linked)


def _sort(app: Flask, place: str) -> tuple[object, ...]:
    parts = urlsplit(place)
    try:
        endpoint, _ = app.url_map.bind("localhost").match(parts.path)
    except HTTPException:
        endpoint = parts.path
    return endpoint, *sorted(parse_qs(parts.query, keep_blank_values=True))
