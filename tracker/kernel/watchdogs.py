"""Calling a dead man's switch: a service elsewhere that tells somebody when these calls stop."""

from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.request import HTTPRedirectHandler, Request, build_opener

PATIENCE_S = 10.0


class _Unmoved(HTTPRedirectHandler):
    """Goes nowhere but where it was sent."""

    def redirect_request(  # noqa: PLR0917 - the library asks for these
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Follow nothing."""


def call(address: str) -> None:
    """Ask for an address that the operator named. Raises OSError unless the answer is a success."""
    asked = Request(address, headers={"User-Agent": "promise-tracker"})  # noqa: S310 - settings allow http and https only
    try:
        with build_opener(_Unmoved).open(asked, timeout=PATIENCE_S):
            return
    except HTTPException as fault:
        raise OSError(f"no answer that makes sense: {type(fault).__name__}") from fault
