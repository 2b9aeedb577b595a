"""Which words a text must hold before a rule is worth trying: most rules are passed over without a search."""

import re

DIGIT = "0"
_ESCAPE, _CHOICE = re.compile(r"\\."), re.compile(r"\[[^\]]*\]")
_GROUP = re.compile(r"\((\?(?:[:=!]|<[=!]|P<\w+>))?((?:[^()])*)\)(\?|\*|\{[^}]*\})?")
_TOKEN = re.compile(r"[A-Z]{3,}|[a-zäöüß]+")
_OPEN, _APART, _OTHER = "\x01", "\x02", "\x03"
LETTERS = re.compile(r"[^\W\d_]+")

Needs = tuple[frozenset[str], ...]


def needs(pattern: str, numeric: frozenset[str]) -> Needs:
    """Return, for every alternative of a rule's pattern, the words and word lists without which it cannot match.

    Word lists are named in capitals as in the pattern; those in `numeric` become DIGIT. What is optional, stands
    in a group, or may be glued to a neighbour is left out, so that nothing is ever passed over wrongly.
    """
    bare = _without_groups(_CHOICE.sub(_OPEN, _ESCAPE.sub(_OTHER, pattern)))
    return tuple(frozenset(_needed(each, numeric)) for each in bare.split("|"))


def _without_groups(pattern: str) -> str:
    """Return a pattern with marks for its groups: whether the neighbours on either side are words of their own."""
    while (bare := _GROUP.sub(_marked, pattern)) != pattern:
        pattern = bare
    return pattern


def _marked(group: re.Match[str]) -> str:
    kind, inside = group[1] or "", group[2]
    if kind in {"?=", "?!", "?<=", "?<!"}:
        return _APART
    left = _APART if inside.startswith((" ", _APART)) else _OPEN
    right = _APART if inside.endswith((" ", _APART)) else _OPEN
    return left + right


def _needed(alternative: str, numeric: frozenset[str]) -> list[str]:
    found = []
    for token in _TOKEN.finditer(alternative):
        before, after = alternative[: token.start()], alternative[token.end() :]
        if after[:1] in {"?", "*", "{"}:
            continue
        if token[0] in numeric:
            found.append(DIGIT)
        elif _is_apart(before[-1:]) and _is_apart(after[:1]) and after[:2] not in {" ?", " *"}:
            found.append(token[0])
    return found


def _is_apart(neighbour: str) -> bool:
    return neighbour in {"", " ", _APART, _OTHER}
