"""Reading customers: one, many, those that look alike."""

from tracker.customers.queries.choices import Choices, choices
from tracker.customers.queries.conditions import Filters
from tracker.customers.queries.look_alikes import look_alikes
from tracker.customers.queries.reading import (
    complete,
    customer,
    customer_by_external_id,
    customer_now,
    customers_for_update,
    mail_addresses,
    merged_references,
    next_id,
    reference_is_taken,
    teams_of,
    tier,
    tier_for_update,
    tier_or_lowest,
    tiers,
)
from tracker.customers.queries.search import Key, key_of, search, suggest

__all__ = [
    "Choices",
    "Filters",
    "Key",
    "choices",
    "complete",
    "customer",
    "customer_by_external_id",
    "customer_now",
    "customers_for_update",
    "key_of",
    "look_alikes",
    "mail_addresses",
    "merged_references",
    "next_id",
    "reference_is_taken",
    "search",
    "suggest",
    "teams_of",
    "tier",
    "tier_for_update",
    "tier_or_lowest",
    "tiers",
]
