"""The pages of the administration: every room names its own, the overview shows them all."""

from dataclasses import dataclass

from flask import Blueprint, Flask, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask_babel import LazyString

KEY = "admin_places"


@dataclass(frozen=True, slots=True)
class AdminPlace:
    """One page: where it leads, what it is called, what is done there, and its icon."""

    endpoint: str
    label: LazyString
    words: LazyString
    icon: str

    @property
    def address(self) -> str:
        """The page's address."""
        return url_for(self.endpoint)


def add_admin_places(blueprint: Blueprint, *places: AdminPlace) -> None:
    """Let the overview of the administration show these pages of a blueprint."""

    def remember(state: BlueprintSetupState) -> None:
        state.app.extensions.setdefault(KEY, []).extend(places)

    blueprint.record_once(remember)


def admin_places(app: Flask) -> list[AdminPlace]:
    """Return the pages of the administration, in the order of the rooms."""
    return list(app.extensions.get(KEY, ()))
