"""Reports as files for spreadsheets; no cell of them is ever a formula."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

from flask_babel import LazyString, gettext
from xlsxwriter import Workbook

from tracker.kernel.attachments import Attachment
from tracker.promises.measures import Measures
from tracker.reports.asking import Found
from tracker.reports.forms.wishes import BREAKDOWNS
from tracker.reports.groups import Group

FORMULA_SIGNS = frozenset("=+-@\t\r\n\0＝＋－＠")
"""What a spreadsheet may take for the beginning of a formula, full-width forms included."""

WORDS_STAY_WORDS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Cells hold what they are given; in memory, for there are only as many lines as groups."""

BYTE_ORDER_MARK = "\ufeff"
"""Tells spreadsheets that what follows is UTF-8."""

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_file(found: Found, ending: str) -> Attachment:
    """Return the groups of a report as a file, `csv` or `xlsx`, in the language in force."""
    wish, heading = found.wish, dict(BREAKDOWNS)[found.wish.by]
    name = f"{wish.by}_{wish.period.first}_{wish.period.last}.{ending}"
    if ending == "csv":
        return Attachment(name=name, mimetype="text/csv", content=as_csv(heading, found.groups).encode())
    return Attachment(name=name, mimetype=WORKBOOK, content=as_xlsx(heading, found.groups))


def safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: where it could, an apostrophe stands before it."""
    return f"'{text}" if text[:1] in FORMULA_SIGNS or text.lstrip()[:1] in FORMULA_SIGNS else text


def as_csv(heading: str | LazyString, groups: Sequence[Group]) -> str:
    """Return a line for each group: counts, and rates as fractions of 1 with their 95 % interval."""
    lines = StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(_headings(heading))
    for group in groups:
        rates = ("" if rate is None else f"{rate:.4f}" for rate in _rates(group.measures))
        writer.writerow([safe(group.name), *_counts(group.measures), *rates])
    return BYTE_ORDER_MARK + lines.getvalue()


def as_xlsx(heading: str | LazyString, groups: Sequence[Group]) -> bytes:
    """Return the same as a workbook: counts are numbers, rates percentages, names words whatever they look like."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True, **WORDS_STAY_WORDS}) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        percent = book.add_format({"num_format": "0.0%"})
        for column, words in enumerate(_headings(heading)):
            sheet.write_string(0, column, words, bold)
        for row, group in enumerate(groups, 1):
            sheet.write_string(row, 0, group.name)
            sheet.write_row(row, 1, _counts(group.measures))
            sheet.write_row(row, 1 + len(_counts(group.measures)), _rates(group.measures), percent)
        sheet.freeze_panes(1, 1)
        sheet.autofit()
    return file.getvalue()


def _headings(heading: str | LazyString) -> list[str]:
    return [
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


def _counts(m: Measures) -> tuple[int, ...]:
    return m.due, m.kept_on_time, m.kept_late, m.partly_kept, m.broken, m.open_overdue, m.withdrawn


def _rates(m: Measures) -> tuple[float | None, ...]:
    low, high = m.kept_rate.interval or (None, None)
    return m.kept_rate.rate, low, high, m.kept_as_first_promised.rate, m.informed_before_due.rate
