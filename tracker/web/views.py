"""Pages that belong to no feature: keys, preferences, and the small files every browser asks for."""

from flask import Blueprint, Response, abort, current_app, jsonify, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.web.addresses import next_address, see_other
from tracker.web.assets import asset
from tracker.web.fragments import page_or_block
from tracker.web.gallery import gallery
from tracker.web.preferences import keep_preferences

blueprint = Blueprint("web", __name__)


@blueprint.get("/keys")
def keys() -> ResponseReturnValue:
    """All keys, as a page and for the dialog."""
    return page_or_block("keys.html", "keys")


@blueprint.post("/preferences")
def preferences() -> ResponseReturnValue:
    """Keep theme, density, language or keys, and go back to where the form was."""
    return keep_preferences(current_app.make_response(see_other(next_address())))


@blueprint.get("/states")
def states() -> ResponseReturnValue:
    """Every component in every state; in development only."""
    if not current_app.config["DEVELOPMENT"]:
        abort(404)
    return render_template("states.html", **gallery())


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Nothing here is for search engines; Google's calendar obeys this too, and may fetch feeds."""
    return Response("User-agent: *\nAllow: /cal/\nDisallow: /\n", mimetype="text/plain")


@blueprint.get("/favicon.ico")
def favicon() -> ResponseReturnValue:
    """Lead those who ask at the old place to the icon."""
    return redirect(asset("favicon.svg"), 301)


@blueprint.get("/manifest.webmanifest")
def manifest() -> ResponseReturnValue:
    """Describe the application to a phone that puts it on its home screen."""
    icons = [{"src": asset("favicon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}]
    answer = jsonify(
        name=str(current_app.config["ORGANISATION"]),
        short_name=gettext("Promises"),
        start_url="/",
        display="standalone",
        background_color="#f6f5f1",
        theme_color="#f6f5f1",
        icons=icons,
    )
    answer.mimetype = "application/manifest+json"
    return answer
