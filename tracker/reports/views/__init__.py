"""The pages of reports."""

from tracker.reports.views import mails, realism, report
from tracker.reports.views.room import blueprint

__all__ = ["blueprint", "mails", "realism", "report"]
