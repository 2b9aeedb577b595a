"""The pages of reports."""

from tracker.reports.views import report
from tracker.reports.views.room import blueprint

__all__ = ["blueprint", "report"]
