"""Where a mail quotes an earlier one, and where its own words go on below. Pure."""

import re

_HEAD = re.compile(
    r"[ \t]*(?:-{2,}[ \t]*(?:original message|ursprüngliche nachricht|weitergeleitete nachricht|forwarded message)"
    r"[^\n]*|"
    r"(?:am|on) [^\n]{6,80}(?:schrieb|wrote)\b[^\n]*:[ \t]*$|"
    r"(?:am|on) (?=[^\n]*\d[:.]\d\d)[^\n]{6,120}\n[^\n]{0,120}\b(?:schrieb|wrote)\b[^\n]{0,120}:[ \t]*$|"
    r"(?:am|on) (?=[^\n]*\d[:.]\d\d)[^\n]{6,120}\b(?:schrieb|wrote)\b[^\n]{0,120}\n[^\n]{0,120}:[ \t]*$|"
    r"[^\n]{3,100}\b(?:schrieb am|wrote on) [^\n]{6,60}:[ \t]*$|"
    r"_{10,}[ \t]*$)",
    re.IGNORECASE | re.MULTILINE,
)
"""What mail programs write above a quotation, which they may break into two lines."""
_OUTLOOK_HEAD = re.compile(
    r"\*?(?:von|from):\*?[ \t].*\n(?:.+\n){0,2}?\*?(?:gesendet|sent|datum|date|an|to):\*?[ \t]", re.IGNORECASE
)
"""How Outlook begins an earlier mail: with no line of dashes, but with its head."""
_MARKED = re.compile(r"\s*>")


def quotation_from(text: str, at: int) -> tuple[int, bool] | None:
    """Return where the head of a quotation ends that begins at a line, and whether the quotation is marked with ">".

    Of one that is not marked nobody knows where it ends: all that follows is quoted.
    """
    head = _HEAD.match(text, at)
    if head is not None:
        return head.end(), _MARKED.match(text, head.end()) is not None
    return (at, False) if _OUTLOOK_HEAD.match(text, at) and text[:at].strip() else None


def unquoted(text: str) -> str:
    """Return what a mail says itself, without what it quotes."""
    own, at, quoted_to = [], 0, 0
    for line in text.splitlines(keepends=True):
        quotation = quotation_from(text, at) if at >= quoted_to else None
        if quotation is not None:
            quoted_to, is_marked_as_such = quotation
            if not is_marked_as_such:
                break
        if at >= quoted_to and not is_marked(line):
            own.append(line)
        at += len(line)
    return "".join(own).strip()


def is_marked(line: str) -> bool:
    """Whether a line is quoted."""
    return line.lstrip().startswith(">")
