"""The pages of reviews: beginning one, one promise at a time, all at a glance, the minutes."""

from tracker.review.views import beginning, minutes, running
from tracker.review.views.room import blueprint

__all__ = ["beginning", "blueprint", "minutes", "running"]
