"""What a person reads on a page."""

import re
from html import unescape


def text(page: str) -> str:
    """Return the words of a page, links as part of what they stand in."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?a\b[^>]*>", "", page))))
