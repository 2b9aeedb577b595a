"""Headers on every answer, error pages and static files included."""

from flask import Flask, request
from flask.wrappers import Response

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
ON_FILES = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}
"""A page asks for seven of them: what only speaks to pages would be a tenth of their weight."""
A_YEAR_OF_HTTPS = "max-age=31536000; includeSubDomains"
A_YEAR = "public, max-age=31536000, immutable"


def init_headers(app: Flask) -> None:
    """Let every answer pass through here."""
    app.after_request(protect)
    app.after_request(limit_caching)


def protect(response: Response) -> Response:
    """Tell the browser what this site will never do."""
    for name, content in (ON_FILES if request.endpoint == "static" else ALWAYS).items():
        response.headers.setdefault(name, content)
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = A_YEAR_OF_HTTPS
    return response


def limit_caching(response: Response) -> Response:
    """Keep pages out of shared caches; let versioned static files stay for a year."""
    if request.endpoint == "static" and "v" in request.args and response.status_code < 400:  # noqa: PLR2004
        response.headers["Cache-Control"] = A_YEAR
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def unseen_by_others(page: Response) -> Response:
    """Keep a page that may show a secret out of every cache.

    Other sites never learn its address (Referrer-Policy above); our own must, since forms under HTTPS are refused
    without it.
    """
    page.headers["Cache-Control"] = "private, no-store"
    return page
