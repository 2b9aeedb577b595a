"""Logs go to stderr, one line an entry; stdout carries answers only."""

import logging
import re
import sys

CONTROL = {code: f"\\x{code:02x}" for code in (*range(32), 127, 0x85, 0x2028, 0x2029)}
SECRET_PATHS = re.compile(r"(/cal/|/reset/|/answers/|/p/)[\w.~-]{16,}")


class OneLine(logging.Formatter):
    """A line cannot be forged by what is logged, and the secrets in our addresses are left out."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the entry as one line; a traceback stays readable below it."""
        trace, record.exc_info = record.exc_info, None
        line = SECRET_PATHS.sub(r"\1…", super().format(record)).translate(CONTROL)
        record.exc_info = trace
        return f"{line}\n{self.formatException(trace)}" if trace else line


def configure(level: str) -> None:
    """Send every log entry of this process to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    for old in [h for h in root.handlers if isinstance(h.formatter, OneLine)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    logging.getLogger("alembic").setLevel(logging.WARNING)
