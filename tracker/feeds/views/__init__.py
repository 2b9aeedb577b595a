"""Doors: the page of links and app passwords, what programs fetch, and what the CalDAV server asks."""

from tracker.feeds.views import invitations as invitations
from tracker.feeds.views import passwords, settings, subscription, tasks

blueprint = settings.blueprint
blueprint.register_blueprint(subscription.blueprint)
blueprint.register_blueprint(tasks.blueprint)
blueprint.register_blueprint(passwords.blueprint)
