"""The pages of reports."""

from tracker.reports.views import realism, report
from tracker.reports.views.room import blueprint

__all__ = ["blueprint", "realism", "report"]
