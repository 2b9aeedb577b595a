"""Sending again what was given up. Pure."""

import re

SENT_AGAIN = re.compile(r"(?P<first>.*):again(?P<n>[0-9]+)", re.DOTALL)


def again_key(key: str) -> str:
    """Return the dedupe key of sending something again: `p5:v1:r2:o0:mail:8:again1`, then `…:again2`.

    There is one for each delivery, so that two people who ask at once send it once.
    """
    before = SENT_AGAIN.fullmatch(key)
    return f"{before['first']}:again{int(before['n']) + 1}" if before else f"{key}:again1"
