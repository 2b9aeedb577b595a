"""The pages of promises; each module adds its own to the blueprint."""

from tracker.promises.views import board, bulk, customer_page, lists, logging, my_day, overdue
from tracker.promises.views.room import blueprint

__all__ = ["blueprint", "board", "bulk", "customer_page", "lists", "logging", "my_day", "overdue"]
