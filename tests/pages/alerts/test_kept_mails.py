"""The mails of development: shown there, and nowhere else."""

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import Settings
from tracker.app import create_app
from tracker.kernel.attachments import Attachment
from tracker.kernel.mail import KeptMailer, Mail

STYLE = "p { margin: 0 }"
MAIL = Mail(
    to="anna@example.com",
    subject="Due <now>",
    text="Hello\nhttp://127.0.0.1:5000/promises/1\n",
    html=f"<style>{STYLE}</style><p>Hello</p>",
)


@pytest.fixture
def kept(app: Flask, tmp_path: Path) -> FlaskClient:
    """Return a browser of a development installation that has kept one mail."""
    mailer = KeptMailer(tmp_path, "promises@localhost")
    app.extensions["mailer"] = mailer
    mailer.send(MAIL)
    return app.test_client()


def address(kept: FlaskClient) -> str:
    found = re.search(r'href="(/dev/mail/[^"]+)"', kept.get("/dev/mail").get_data(as_text=True))
    assert found is not None
    return found[1]


def test_development_shows_the_mails_it_kept(kept: FlaskClient):
    page = kept.get("/dev/mail").get_data(as_text=True)

    assert "Due &lt;now&gt;" in page
    assert "anna@example.com" in page


def test_a_kept_mail_names_what_is_attached(app: Flask, kept: FlaskClient):
    app.extensions["mailer"].send(
        replace(MAIL, attachment=Attachment(name="team.csv", mimetype="text/csv", content=b"a,b\r\n"))
    )

    page = kept.get(address(kept)).get_data(as_text=True)

    assert "team.csv" in page
    assert "a,b" not in page


def test_a_kept_mail_is_shown_as_text_with_links_that_lead_on(kept: FlaskClient):
    page = kept.get(address(kept)).get_data(as_text=True)

    assert '<a href="http://127.0.0.1:5000/promises/1"' in page


def test_the_html_of_a_mail_may_bring_its_own_style_and_nothing_else(kept: FlaskClient):
    answer = kept.get(f"{address(kept)}/html")

    digest = b64encode(sha256(STYLE.encode()).digest()).decode()
    policy = answer.headers["Content-Security-Policy"]
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; sandbox allow-popups"


@pytest.mark.parametrize("name", ["nothing", "..%2f..%2fsecret", "%2e%2e"])
def test_only_mails_that_were_kept_can_be_read(kept: FlaskClient, name: str):
    assert kept.get(f"/dev/mail/{name}").status_code == 404


def test_a_real_installation_has_no_such_pages(tmp_path: Path):
    settings = Settings(database_url="sqlite://", secret_key="s" * 40, development=False, testing=True)
    app = create_app(settings)
    app.extensions["mailer"] = KeptMailer(tmp_path, "promises@localhost")

    assert app.test_client().get("/dev/mail").status_code == 404
