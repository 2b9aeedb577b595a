"""The pages of decisions, flags, situations and policies, and the reports about them."""

from tracker.precedents.views import (
    approvals,
    choosing,
    comparing,
    consistency,
    deciding,
    decisions,
    eligibility,
    exceptions,
    extending,
    extending_grants,
    flags,
    histories,
    policies,
    practice,
    revoking,
    searching,
    situations,
)
from tracker.precedents.views.room import blueprint

__all__ = [
    "approvals",
    "blueprint",
    "choosing",
    "comparing",
    "consistency",
    "deciding",
    "decisions",
    "eligibility",
    "exceptions",
    "extending",
    "extending_grants",
    "flags",
    "histories",
    "policies",
    "practice",
    "revoking",
    "searching",
    "situations",
]
