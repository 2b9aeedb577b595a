"""How a person likes the pages: kept in cookies, read by the server, so that nothing flickers."""

from dataclasses import dataclass
from typing import Self

from flask import request
from flask.wrappers import Response

A_YEAR_S = 365 * 24 * 3600

CHOICES = {
    "theme": ("system", "light", "dark"),
    "density": ("comfortable", "compact"),
    "keys": ("on", "off"),
    "language": ("", "de", "en"),
}
"""Each preference and its possible values; the first one is the default."""


@dataclass(frozen=True)
class Preferences:
    """What was chosen, defaults where nothing was."""

    theme: str
    density: str
    keys: str
    language: str

    @classmethod
    def of_request(cls) -> Self:
        """Read the cookies; what cannot be right counts as not chosen."""
        given = {name: request.cookies.get(name, "") for name in CHOICES}
        return cls(**{name: given[name] if given[name] in values else values[0] for name, values in CHOICES.items()})


def keep_preferences(response: Response) -> Response:
    """Store every preference that the form names with a possible value."""
    for name, values in CHOICES.items():
        chosen = request.form.get(name)
        if chosen in values:
            response.set_cookie(name, chosen, A_YEAR_S, secure=request.is_secure, httponly=True, samesite="Lax")
    return response
