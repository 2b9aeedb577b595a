"""Whether a sentence goes on behind the end of a line, as mails break their lines wherever they are full. Pure."""

import re

from tracker.capture.rules.promises.facts import words

_FULL, _LONGEST = 62, 82
"""A line is full that the next word would have made longer than the first; nobody breaks lines behind the second."""
_GREETING = 40
"""A line that is shorter and ends with a comma is one: "Guten Tag,"."""
_BREAK = re.compile(r"[ \t]*\r?\n[ \t]*")
_NEXT = re.compile(r"(?![-*•>+]|\d{1,2}[.)]\s+[^\W\d_]{12,}|[^\W\d_][\w .]{0,30}:\s)\S+")
"""The first word of a line, unless it begins a list, or is said by somebody else."""
_OPEN = re.compile(
    rf"\b{words('bis am um ab von vom zum zur der die das den dem und oder by on at the to for and or until before')}$",
    re.IGNORECASE,
)
"""Words that end no sentence."""


def goes_on(text: str, sentence_at: int, line_end: tuple[int, int]) -> bool:
    """Return whether a sentence goes on behind the end of a line: `line_end` are the places of its line feeds.

    It does behind a word that ends none, before a small letter where the sentence began with a large one, and
    where the next word had no room.
    """
    at, behind = line_end
    broken = _BREAK.match(text, at - (text[at - 1 : at] == "\r"))
    following = _NEXT.match(text, broken.end()) if broken and behind - at == 1 else None
    if broken is None or following is None or "\n" in text[behind : broken.end()]:
        return False
    line_at = text.rfind("\n", 0, at) + 1
    line, begun = text[max(line_at, at - _LONGEST - 1) : at].rstrip(), text[sentence_at:at].lstrip()
    if line.endswith((",", ":", ";")) and (len(line) < _GREETING or not following[0][0].islower()):
        return False
    is_begun_large = begun[:1].isupper() and following[0][0].islower()
    is_full = len(line) <= _LONGEST and len(line) + 1 + len(following[0]) > _FULL
    return bool(is_begun_large or is_full or _OPEN.search(line))
