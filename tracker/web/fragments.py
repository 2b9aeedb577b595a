"""One template, two answers: the whole page, or the one block that htmx asked for."""

from flask import current_app, g, get_flashed_messages, make_response, render_template, request
from flask.wrappers import Response
from jinja2_fragments.flask import render_block
from markupsafe import Markup

FOUND = 200


def wants_fragment() -> bool:
    """Whether htmx will put the answer into a part of the page that is already there, or `panel` does so now."""
    return _is_inside() or request.headers.get("HX-Request-Type") == "partial"


def panel(endpoint: str, /, **about: object) -> Markup:
    """Return what an address of another room answers as a fragment, for a page that shows it from the start.

    Rooms below name the address, as they do where htmx asks for it; who may see it is asked by its view. Nothing where
    there is nothing to be seen.
    """
    g.is_inside_of_page = True
    try:
        answer = make_response(current_app.ensure_sync(current_app.view_functions[endpoint])(**about))
    finally:
        g.is_inside_of_page = False
    return Markup(answer.get_data(as_text=True) if answer.status_code == FOUND else "")  # noqa: S704 - a rendered page


def _is_inside() -> bool:
    inside: bool = g.get("is_inside_of_page", False)
    return inside


def page_or_block(template: str, block: str, /, **context: object) -> Response:
    """Render the page, or only `block` of it for htmx. Messages for the person travel with either."""
    if not wants_fragment():
        return varying(make_response(render_template(template, **context)))
    answer = make_response(render_block(template, block, **context) + ("" if _is_inside() else messages()))
    return varying(answer)


def varying(response: Response) -> Response:
    """Say that the same address answers browsers and htmx differently."""
    response.vary.update(("HX-Request-Type", "Cookie", "Accept-Language"))
    return response


def messages() -> str:
    """Render what has to be announced, addressed to the status region of the page."""
    said = get_flashed_messages(with_categories=True)
    if not said:
        return ""
    return current_app.jinja_env.get_template("_layout/messages.html").render(said=said, travels=True)
