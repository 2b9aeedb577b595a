"""The letters of bytes that may be in any encoding. Pure."""

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""How a file says its encoding; that of UTF-32 begins like that of UTF-16."""
LAST_RESORT = "cp1252"


def decoded(content: bytes, charset: str = "") -> str:
    """Return the text of bytes: as they say themselves, as is said of them, as UTF-8, or else as old programs write."""
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), "")
    for name in filter(None, (marked, charset, "utf-8")):
        try:
            return content.decode(name)
        except (LookupError, ValueError):
            continue
    return content.decode(LAST_RESORT, errors="replace")
