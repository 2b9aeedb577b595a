"""Development only: the mails that would have been sent."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from flask import abort, current_app, render_template
from flask.typing import ResponseReturnValue
from flask.wrappers import Response

from tracker.alerts.views.room import blueprint
from tracker.kernel.kept_mail import KeptMail, kept_mail, kept_mails
from tracker.kernel.mail import KeptMailer

STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@blueprint.get("/dev/mail")
def list_mails() -> ResponseReturnValue:
    """Show the newest mails."""
    return render_template("alerts/kept_mails.html", mails=kept_mails(_folder()))


@blueprint.get("/dev/mail/<name>")
def show_mail(name: str) -> ResponseReturnValue:
    """Show one mail as text."""
    return render_template("alerts/kept_mail.html", mail=_mail(name))


@blueprint.get("/dev/mail/<name>/html")
def show_html(name: str) -> ResponseReturnValue:
    """Show the HTML of a mail as a page of its own: no scripts, nothing loaded, and only the style it brings."""
    html = _mail(name).html or abort(404)
    response = Response(html)
    styles = " ".join(f"'sha256-{_digest(style)}'" for style in STYLE.findall(html)) or "'none'"
    response.headers["Content-Security-Policy"] = f"default-src 'none'; style-src {styles}; sandbox allow-popups"
    return response


def _folder() -> Path:
    """Return where mails are kept; elsewhere than in development they are sent, and these pages do not exist."""
    mailer = current_app.extensions["mailer"]
    if not current_app.config["DEVELOPMENT"] or not isinstance(mailer, KeptMailer):
        abort(404)
    return mailer.folder


def _mail(name: str) -> KeptMail:
    return kept_mail(_folder(), name) or abort(404)


def _digest(style: str) -> str:
    return b64encode(sha256(style.encode()).digest()).decode()
