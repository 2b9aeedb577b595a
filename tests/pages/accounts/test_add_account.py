"""`flask add-account`: the first account of an installation."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.conftest import Store
from tests.support.accounts_forms import PASSWORD, signed_in
from tracker.accounts.records import Account, Team

ANN = ["add-account", "Ann@Example.org", "--name", "Ann", "--role", "admin", "--team", "Service"]


def test_an_empty_database_gets_its_first_account_and_team(app: Flask, client: FlaskClient) -> None:
    result = app.test_cli_runner().invoke(args=[*ANN, "--password", PASSWORD])

    assert (result.exit_code, result.output) == (0, "ann@example.org admin\n")
    assert signed_in(client, "ann@example.org").status_code == 303


def test_without_a_password_one_is_made_and_printed_once(app: Flask, client: FlaskClient) -> None:
    result = app.test_cli_runner().invoke(args=ANN)

    email, password, role = result.stdout.split()
    assert (email, role) == ("ann@example.org", "admin")
    assert signed_in(client, email, password).status_code == 303


def test_a_team_that_is_there_is_used(app: Flask, store: Store) -> None:
    app.test_cli_runner().invoke(args=ANN)
    app.test_cli_runner().invoke(args=["add-account", "bo@example.org", *ANN[2:]])

    with store() as session:
        assert session.scalar(select(func.count()).select_from(Team)) == 1
        assert session.scalar(select(func.count()).select_from(Account)) == 2


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ([*ANN, "--password", "password"], "lists that attackers try"),
        (["add-account", "nobody", *ANN[2:]], "not a mail address"),
        ([*ANN[:3], " ", *ANN[4:]], "needs the name of its person"),
        ([*ANN[:5], "boss", *ANN[6:]], "'boss' is not one of"),
    ],
)
def test_what_cannot_be_is_said_on_stderr_and_adds_nothing(
    app: Flask, store: Store, args: list[str], words: str
) -> None:
    result = app.test_cli_runner().invoke(args=args)

    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stdout == ""
    with store() as session:
        assert session.scalar(select(func.count()).select_from(Account)) == 0
