"""Icons: symbols of one cached file, named in pages by two small elements."""

from flask import g
from markupsafe import Markup

from tracker.web.assets import asset

STANDINGS = {
    "open": "circle",
    "due_soon": "clock",
    "overdue": "triangle-alert",
    "kept": "circle-check",
    "kept_late": "circle-check",
    "partly_kept": "contrast",
    "broken": "circle-x",
    "withdrawn": "circle-slash",
    "draft": "circle-dashed",
    "renegotiated": "repeat-2",
    "waiting": "hourglass",
}
"""Every standing has a shape of its own, so that nobody has to tell colours apart."""


def icon(name: str) -> Markup:
    """Return a decorative icon; the words beside it say what it means."""
    return Markup('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>').format(_sprite(), name)


def _sprite() -> str:
    """Return the file's address, worked out once per page: a list shows a hundred icons."""
    if "icon_sprite" not in g:
        g.icon_sprite = asset("icons.svg")
    return str(g.icon_sprite)
