"""The pages of capture; each module adds its own to the blueprint."""

from tracker.capture.views import line, transcript
from tracker.capture.views.room import blueprint

__all__ = ["blueprint", "line", "transcript"]
