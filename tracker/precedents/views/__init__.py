"""The pages of decisions, flags, situations and policies."""

from tracker.precedents.views import approvals, deciding, decisions, flags, policies, practice, situations
from tracker.precedents.views.room import blueprint

__all__ = ["approvals", "blueprint", "deciding", "decisions", "flags", "policies", "practice", "situations"]
