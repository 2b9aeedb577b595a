"""Reports as files for spreadsheets; no cell of them is ever a formula."""

import csv
from collections.abc import Sequence
from io import StringIO

from flask_babel import LazyString, gettext

from tracker.reports.groups import Group

FORMULA_SIGNS = frozenset("=+-@\t\r\n\0＝＋－＠")
"""What a spreadsheet may take for the beginning of a formula, full-width forms included."""

BYTE_ORDER_MARK = "\ufeff"
"""Tells spreadsheets that what follows is UTF-8."""


def safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: where it could, an apostrophe stands before it."""
    return f"'{text}" if text[:1] in FORMULA_SIGNS or text.lstrip()[:1] in FORMULA_SIGNS else text


def as_csv(heading: str | LazyString, groups: Sequence[Group]) -> str:
    """Return a line for each group: counts, and rates as fractions of 1 with their 95 % interval."""
    lines = StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(
        [
            str(heading),
            gettext("Due"),
            gettext("Kept on time"),
            gettext("Kept late"),
            gettext("Partly kept"),
            gettext("Broken"),
            gettext("Overdue"),
            gettext("Withdrawn"),
            gettext("Kept rate"),
            gettext("Interval from"),
            gettext("Interval to"),
            gettext("Kept as first promised"),
            gettext("Informed before the due"),
        ]
    )
    writer.writerows(_line(group) for group in groups)
    return BYTE_ORDER_MARK + lines.getvalue()


def _line(group: Group) -> list[object]:
    m = group.measures
    low, high = m.kept_rate.interval or (None, None)
    counts = (m.due, m.kept_on_time, m.kept_late, m.partly_kept, m.broken, m.open_overdue, m.withdrawn)
    rates = (m.kept_rate.rate, low, high, m.kept_as_first_promised.rate, m.informed_before_due.rate)
    return [safe(group.name), *counts, *("" if rate is None else f"{rate:.4f}" for rate in rates)]
