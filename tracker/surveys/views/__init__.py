"""Where customers answer, what agents see of it, and what it adds up to for managers."""

from tracker.surveys.views import door, figures

blueprint = figures.blueprint
blueprint.register_blueprint(door.blueprint)

__all__ = ["blueprint"]
