"""Who is looking, found once per request."""

from collections.abc import Callable

from flask import current_app, g

from tracker.kernel.people import Viewer

FindViewer = Callable[[], Viewer | None]


def viewer_or_none() -> Viewer | None:
    """Return who is signed in, asked once per request of `app.extensions["find_viewer"]`."""
    if "viewer" not in g:
        find: FindViewer = current_app.extensions.get("find_viewer", _nobody)
        g.viewer = find()
    found: Viewer | None = g.viewer
    return found


def forget_viewer() -> None:
    """Ask again at the next question: the person has just signed in, out, or changed a setting."""
    g.pop("viewer", None)


def _nobody() -> None:
    return None
