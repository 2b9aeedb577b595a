"""The pages of people: signing in, own settings, administration of accounts and teams."""

from tracker.accounts.views import signing_in
from tracker.accounts.views.blueprints import blueprint, security

__all__ = ["blueprint", "security", "signing_in"]
