"""The pages of promises; each module adds its own to the blueprint."""

from tracker.promises.views import logging
from tracker.promises.views.room import blueprint

__all__ = ["blueprint", "logging"]
