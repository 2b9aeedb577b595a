"""Saved filters: an address with a name, and one click to have back what was forgotten."""

import re
from html import unescape

from tests.conftest import SignIn, Store
from tests.support.accounts_company import token_of
from tests.support.builders import an_agent


def test_a_filter_is_an_address_and_can_have_a_name(store: Store, sign_in: SignIn) -> None:
    with store() as session:
        ann = an_agent(session, "Anna")
    client = sign_in(ann)
    token = {"csrf_token": token_of(client)}

    client.post("/promises/filters", data=token | {"name": "Mine", "query": "standing=overdue&evil=1"})

    page = client.get("/promises").text
    assert "/promises?standing=overdue" in page
    assert "evil" not in page


def test_a_saved_filter_that_was_forgotten_is_saved_again_by_one_click(store: Store, sign_in: SignIn) -> None:
    with store() as session:
        ann = an_agent(session, "Anna")
    client = sign_in(ann)
    token = {"csrf_token": token_of(client)}
    client.post("/promises/filters", data=token | {"name": "Mine & urgent", "query": "standing=overdue"})
    [forget] = re.findall(r"/promises/filters/\d+/forget", client.get("/promises").text)

    gone = client.post(forget, data=token).headers["Location"]

    assert gone.endswith("/promises?standing=overdue&forgotten=Mine+%26+urgent")
    page = client.get(gone).text
    assert "Mine &amp; urgent" in page
    assert not re.search(r"/promises/filters/\d+/forget", page)
    fields = dict(re.findall(r'name="(query|name)" value="([^"]*)"', page))
    assert client.post(forget, data=token).headers["Location"] == "/promises"
    client.post("/promises/filters", data=token | {name: unescape(value) for name, value in fields.items()})
    assert re.search(r"/promises/filters/\d+/forget", client.get("/promises?standing=overdue").text)
