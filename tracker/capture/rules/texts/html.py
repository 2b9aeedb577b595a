"""What a mail that was only sent as HTML says, line by line. Pure.

The parser of the standard library takes hours for some texts of a megabyte; this one looks at every letter once.
"""

import re
from collections.abc import Iterator
from html import unescape

_STARTS_LINE = "address blockquote br div dd dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre table td th tr ul"
_LINES = frozenset(_STARTS_LINE.split())
_SILENT = frozenset(("head", "script", "style", "title", "blockquote"))
"""What nobody wrote into this mail; a block quotation is what was written before."""
QUOTED = ">"
"""Stands for a quotation, so that one sees where it was: below it the answer may follow."""
_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s<>/]*+)(?:(?:[^<>"']|"[^"<]*"|'[^'<]*')*+>|[^<>]*+>)""")
"""It ends before the next one begins, so that none is read twice."""
_DECLARED = re.compile(r"<[!?/][^<>]*+>")
COMMENT, COMMENT_END = "<!--", "-->"

Piece = tuple[str, str, bool]
"""Words, or the name of a tag, and whether the tag ends something."""


def text_of(html: str) -> str:
    """Return the words of an HTML document as lines, with a mark where it quotes something."""
    words: list[str] = []
    silent: list[str] = []
    for said, tag, is_end in _pieces(html):
        if said and not silent:
            words.append(unescape(said).replace("\n", " "))
        elif tag in _LINES and not silent:
            words.append("\n")
        if tag == "blockquote" and not is_end and not silent:
            words.append(f"{QUOTED}\n")
        if tag in _SILENT:
            _fall_silent(silent, tag, is_end=is_end)
    lines = (" ".join(line.split()) for line in "".join(words).split("\n"))
    return "\n".join(line for line in lines if line)


def _fall_silent(silent: list[str], tag: str, *, is_end: bool) -> None:
    """Note that something begins that is not read, or ends together with all that is still open inside."""
    if not is_end:
        silent.append(tag)
    elif tag in silent:
        while silent.pop() != tag:
            pass


def _pieces(html: str) -> Iterator[Piece]:
    """Yield words and tags; a comment that never ends goes on to the end."""
    at = 0
    while at < len(html):
        begins = html.find("<", at)
        begins = begins if begins >= 0 else len(html)
        yield html[at:begins], "", False
        if html.startswith(COMMENT, begins):
            ends = html.find(COMMENT_END, begins)
            at = ends + len(COMMENT_END) if ends >= 0 else len(html)
        elif tag := _TAG.match(html, begins):
            yield "", tag[2].lower(), bool(tag[1])
            at = tag.end()
        elif declared := _DECLARED.match(html, begins):
            at = declared.end()
        else:
            yield html[begins : begins + 1], "", False
            at = begins + 1
