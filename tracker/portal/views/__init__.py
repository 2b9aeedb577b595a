"""The customer's page, and where agents open and close it."""

from tracker.portal.views import confirming, door, managing

blueprint = managing.blueprint
blueprint.register_blueprint(door.blueprint)

__all__ = ["blueprint", "confirming"]
