"""The pages of expectations."""

from tracker.expectations.views import answering, configuring, register, topics
from tracker.expectations.views.room import blueprint

__all__ = ["answering", "blueprint", "configuring", "register", "topics"]
