"""The pages of customers: the list, the form, the tiers."""

from tracker.customers.views import editing, lists, tiers
from tracker.customers.views.room import blueprint

__all__ = ["blueprint", "editing", "lists", "tiers"]
