"""Two doors: the page on which people manage their calendar links, and the address that programs fetch."""

from tracker.feeds.views import settings, subscription

blueprint = settings.blueprint
blueprint.register_blueprint(subscription.blueprint)
