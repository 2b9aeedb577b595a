"""Lists that ask again every minute: nothing is rendered twice for the same answer."""

from hashlib import blake2b

from flask import request, session
from flask.wrappers import Response

from tracker.kernel.clock import now
from tracker.web.assets import asset_version
from tracker.web.languages import choose_time_zone, language
from tracker.web.preferences import Preferences
from tracker.web.viewer import viewer_or_none


def not_modified(*parts: object) -> Response | None:
    """Return 304 if the browser already has what these parts (the data's version …) would give, else None.

    To be asked before anything is queried for show. Waiting messages always make a new page.
    """
    if "_flashes" in session or tag_of(*parts) not in request.if_none_match.as_set(include_weak=True):
        return None
    return with_etag(Response(status=304), *parts)


def with_etag(response: Response, *parts: object) -> Response:
    """Mark the answer with the tag of its parts, so that the next question may be answered by 304."""
    response.set_etag(tag_of(*parts), weak=True)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def tag_of(*parts: object) -> str:
    """Return the tag: the parts, who looks, in which language and zone, how, and the minute."""
    who = viewer_or_none()
    minute = now().replace(second=0, microsecond=0)
    shape = (request.full_path, request.headers.get("HX-Request-Type"), Preferences.of_request(), asset_version())
    text = repr((parts, who, language(), choose_time_zone(), minute, shape))
    return blake2b(text.encode(), digest_size=12).hexdigest()
