"""Sessions are for people with pages: what is the same for everybody, or fetched by programs, has none."""

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

PLACES = "places_without_session"


class SessionsOfPages(SecureCookieSessionInterface):
    """Sessions as usual, but none at some places: no answer there depends on a cookie or sets one.

    So static files stay cached when somebody's cookie changes.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return the browser's session, or one that is empty and never stored."""
        has_none = request.path.startswith(tuple(app.extensions[PLACES]))
        return self.make_null_session(app) if has_none else super().open_session(app, request)


def init_sessions(app: Flask) -> None:
    """Let pages have sessions, and static files none."""
    app.extensions[PLACES] = ["/static/"]
    app.session_interface = SessionsOfPages()


def without_session(app: Flask, *beginnings: str) -> None:
    """Name the beginnings of paths at which there is no session."""
    app.extensions[PLACES] += beginnings
