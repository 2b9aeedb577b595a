"""What is done with customers: added, changed, merged; and how tiers are configured."""

from tracker.customers.use_cases.adding import AddCustomer, add_customer
from tracker.customers.use_cases.changing import ChangeCustomer, change_customer
from tracker.customers.use_cases.merging import MergeCustomers, merge_customers
from tracker.customers.use_cases.tiers import SaveTier, save_tier

__all__ = [
    "AddCustomer",
    "ChangeCustomer",
    "MergeCustomers",
    "SaveTier",
    "add_customer",
    "change_customer",
    "merge_customers",
    "save_tier",
]
