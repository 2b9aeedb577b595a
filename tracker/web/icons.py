"""Icons: symbols of one cached file, named in pages by two small elements."""

from functools import lru_cache

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
    return _drawn(_sprite(), name)


@lru_cache(maxsize=256)
def _drawn(sprite: str, name: str) -> Markup:
    return Markup('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>').format(sprite, name)


def _sprite() -> str:
    """Return the file's address, worked out once per page: a list shows a hundred icons."""
    if "icon_sprite" not in g:
        g.icon_sprite = asset("icons.svg")
    return str(g.icon_sprite)
