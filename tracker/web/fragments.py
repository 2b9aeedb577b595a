"""One template, two answers: the whole page, or the one block that htmx asked for."""

from flask import current_app, get_flashed_messages, make_response, render_template, request
from flask.wrappers import Response
from jinja2_fragments.flask import render_block


def wants_fragment() -> bool:
    """Whether htmx will put the answer into a part of the page that is already there."""
    return request.headers.get("HX-Request-Type") == "partial"


def page_or_block(template: str, block: str, /, **context: object) -> Response:
    """Render the page, or only `block` of it for htmx. Messages for the person travel with either."""
    if not wants_fragment():
        return varying(make_response(render_template(template, **context)))
    answer = make_response(render_block(template, block, **context) + messages())
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
