"""Smaller answers: text is sent zipped to those who can read it."""

import gzip
import re
from functools import lru_cache

from flask import Flask, request
from flask.wrappers import Response

SMALLEST_WORTH_IT = 800
TEXTS = ("text/", "application/javascript", "application/json", "application/manifest+json", "image/svg+xml")

OWN_LINE_COMMENT = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.DOTALL | re.MULTILINE)
INDENT = re.compile(r"^\s+", re.MULTILINE)
ROUND_BRACES = re.compile(r"\s*([{};])\s*")


def init_compression(app: Flask) -> None:
    """Zip what leaves the application."""
    app.after_request(compress)


def compress(response: Response) -> Response:
    """Zip a text of some length. Streams, and answers that are encoded or shall not be, stay as they are."""
    if not (response.mimetype or "").startswith(TEXTS):
        return response
    response.vary.add("Accept-Encoding")
    if not is_gzip_named() or not _is_worth_it(response):
        return response
    response.direct_passthrough = False
    body = response.get_data()
    is_static = request.endpoint == "static"
    response.set_data(_zip_once(body, response.mimetype) if is_static else gzip.compress(body, 6, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    return response


def is_gzip_named() -> bool:
    """Whether a request names gzip as what it takes: `*` names nothing, and programs that send it may not know gzip."""
    return any(name.lower() == "gzip" and quality > 0 for name, quality in request.accept_encodings)


def _is_worth_it(response: Response) -> bool:
    if response.cache_control.no_transform:
        return False
    if "Content-Encoding" in response.headers or response.status_code in {204, 206, 304}:
        return False
    if response.is_streamed and request.endpoint != "static":
        return False
    return (response.content_length or 0) >= SMALLEST_WORTH_IT or not response.is_streamed


def without_layout(text: str) -> str:
    """Return a stylesheet or script without what only its readers need: indents, comments on lines of their own."""
    return INDENT.sub("", OWN_LINE_COMMENT.sub("", text))


@lru_cache(maxsize=32)
def _zip_once(body: bytes, mimetype: str | None) -> bytes:
    text = body.decode()
    if mimetype in {"text/css", "text/javascript"}:
        text = without_layout(text)
    if mimetype == "text/css":
        text = ROUND_BRACES.sub(r"\1", text)
    return gzip.compress(text.encode(), 9, mtime=0)
