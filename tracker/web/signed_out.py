"""The answers to a person whose session or form token has ended: nothing typed is lost."""

from urllib.parse import urlsplit

from flask import make_response, render_template, request
from flask.wrappers import Response

from tracker.web.fragments import varying, wants_fragment

NEVER_REPEATED = ("csrf_token", "password", "new_password", "new_password_confirm", "password_confirm")


def typed_text() -> list[tuple[str, str]]:
    """Return what was sent, without secrets, so that it can be sent once more."""
    return [(name, text) for name, text in request.form.items(multi=True) if name not in NEVER_REPEATED]


def came_from_here() -> bool:
    """Whether the form was one of ours: another site's must not be offered for repeating."""
    origin = request.headers.get("Origin", "")
    return not origin or urlsplit(origin).netloc == request.host


def signed_out_answer() -> Response:
    """Say that signing in comes first (401); a sent form comes back filled."""
    return _again(401, "errors/signed_out.html")


def expired_form_answer() -> Response:
    """Say that the page stood open for too long (400); the form comes back filled."""
    return _again(400, "errors/form_expired.html")


def _again(status: int, template: str) -> Response:
    typed = typed_text() if came_from_here() else []
    answer = make_response(render_template(template, typed=typed, bare=wants_fragment()), status)
    if wants_fragment():
        answer.headers.update({"HX-Retarget": "#status", "HX-Reswap": "innerHTML"})
    return varying(answer)
