"""Pages about alerts: the inbox, their health for people and machines, and in development the mails that were kept."""

from tracker.alerts.views import answers as answers
from tracker.alerts.views import bell as bell
from tracker.alerts.views import endpoints as endpoints
from tracker.alerts.views import health as health
from tracker.alerts.views import kept_mails as kept_mails
from tracker.alerts.views import ladders as ladders
from tracker.alerts.views import ledger as ledger
from tracker.alerts.views import notices as notices
from tracker.alerts.views import preferences as preferences
from tracker.alerts.views import reminders as reminders
from tracker.alerts.views.room import blueprint as blueprint
