"""A QR code of an address, as SVG without any style: for the phone that looks at the screen."""

import segno
from markupsafe import Markup

QUIET_ZONE = 4
"""Modules of white around it, as the standard wants: also on a dark page."""


def qr_svg(address: str, title: str) -> Markup:
    """Return the code as an element of a page."""
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(
        scale=4, border=QUIET_ZONE, dark="#000", light="#fff", svgclass="qr", lineclass=None, title=title
    )
    return Markup(drawn)  # noqa: S704 - made by the library; it escapes the title
