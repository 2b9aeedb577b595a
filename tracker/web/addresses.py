"""Where to go next: only ever to a page of this site."""

import re
from urllib.parse import unquote

from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask.wrappers import Response

HARMFUL = re.compile(r"[\x00-\x20\x7f\\]")


def same_site_path(candidate: str | None, default: str = "/") -> str:
    """Return the candidate if it is a plain path on this site, else the default.

    Refused are other hosts in every spelling that browsers accept: `//e`, `/\\e`, `https:e`,
    line breaks, and the same once more behind a layer of percent signs.
    """
    text = candidate or ""
    if HARMFUL.search(text):
        return default
    return text if _is_plain_path(text) and _is_plain_path(unquote(text.split("?")[0])) else default


def _is_plain_path(text: str) -> bool:
    return text.startswith("/") and text[1:2] != "/" and not HARMFUL.search(text)


def next_address(default: str = "/") -> str:
    """Return the page named by `next` in the form or the query, if it is one of ours."""
    return same_site_path(request.form.get("next") or request.args.get("next"), default)


def see_other(address: str) -> ResponseReturnValue:
    """Answer a form that was accepted: look at this page now (303)."""
    return redirect(address, 303)


def leave_for(address: str) -> ResponseReturnValue:
    """Like `see_other`, for forms whose result is another page: htmx loads that page as a whole."""
    if request.headers.get("HX-Request-Type") != "partial":
        return see_other(address)
    return Response(headers={"HX-Redirect": address})
