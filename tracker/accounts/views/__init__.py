"""The pages of people: signing in, own settings, administration of accounts and teams."""

from tracker.accounts.views import (
    absences,
    admin,
    admin_accounts,
    admin_teams,
    closing,
    closing_days,
    settings,
    sign_ins,
    signing_in,
)
from tracker.accounts.views.blueprints import blueprint, security

__all__ = [
    "absences",
    "admin",
    "admin_accounts",
    "admin_teams",
    "blueprint",
    "closing",
    "closing_days",
    "security",
    "settings",
    "sign_ins",
    "signing_in",
]
