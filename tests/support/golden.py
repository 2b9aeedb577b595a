"""Texts that were approved once: whoever changes one sees it. `REWRITE_GOLDEN=1 pytest tests/mail` writes them anew."""

import os
from pathlib import Path

GOLDEN = Path(__file__).parents[1] / "mail" / "golden"


def check_golden(name: str, content: str) -> None:
    """Hold a text to the one that was approved."""
    file = GOLDEN / name
    if "REWRITE_GOLDEN" in os.environ:
        file.write_text(content)
    assert content == file.read_text(), f"{name} reads differently now"
