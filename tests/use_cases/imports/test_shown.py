"""What an import has written looks on pages like everything else."""

from pathlib import Path

from flask import Flask
from sqlalchemy import select

from tests.conftest import SignIn, Store
from tests.support import builders as b
from tests.use_cases.imports.conftest import Desk
from tracker.promises.records import Promise


def test_the_page_of_an_imported_promise_says_where_it_came_from(
    app: Flask, store: Store, sign_in: SignIn, tmp_path: Path
):
    desk = Desk(app, tmp_path)
    desk.run(desk.write({"done": "", "status": ""}))
    desk.run(desk.write({"due": "09.02.2026 12:00"}))
    with store() as session:
        agent = b.an_agent(session)
        number = session.scalars(select(Promise.id)).one()

    page = sign_in(agent).get(f"/promises/{number}")

    assert page.status_code == 200
    assert "The bicycle will be ready (order A-1)" in page.text
    assert "Chain replaced" in page.text
    assert "workshop" in page.text
