"""The pages of promises; each module adds its own to the blueprint."""

from tracker.promises.views import (
    acting,
    board,
    bulk,
    configuring,
    customer_page,
    drafts,
    lists,
    logging,
    my_day,
    overdue,
    promise,
    taking_over,
)
from tracker.promises.views.room import blueprint

__all__ = [
    "acting",
    "blueprint",
    "board",
    "bulk",
    "configuring",
    "customer_page",
    "drafts",
    "lists",
    "logging",
    "my_day",
    "overdue",
    "promise",
    "taking_over",
]
