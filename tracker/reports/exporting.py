"""Reports as files for spreadsheets: every rate with what it is a part of, and no cell is ever a formula."""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tracker.kernel.attachments import Attachment
from tracker.promises.measures import FEW, Measures, Share
from tracker.promises.shown import name_of
from tracker.reports.asking import Found
from tracker.reports.forms.wishes import BREAKDOWNS
from tracker.reports.queries import counting
from tracker.reports.saying import only_options
from tracker.web.filters import exact
from tracker.web.languages import locale_in_force

FORMULA_SIGNS = frozenset("=+-@\t\r\n\0＝＋－＠")
"""What a spreadsheet may take for the beginning of a formula, full-width forms included."""

WORDS_STAY_WORDS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Cells hold what they are given; in memory, for there are only as many lines as groups."""

BYTE_ORDER_MARK = "\ufeff"
"""Tells spreadsheets that what follows is UTF-8."""

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Value = int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A measure: its heading, how it follows from what was counted, and whether it is a fraction of 1."""

    heading: LazyString
    value: Callable[[Measures], Value]
    is_rate: bool = False


def _rate(share: Share) -> float | None:
    """Return a rate; of a few none, for then the counts beside it say all there is to say."""
    return share.rate if share.whole >= FEW else None


def _interval(share: Share, end: int) -> float | None:
    return share.interval[end] if share.interval is not None and share.whole >= FEW else None


COLUMNS = (
    Column(_l("Due"), lambda m: m.due),
    Column(_l("Not due yet"), lambda m: m.open_ahead),
    Column(_l("Can be judged"), lambda m: m.judged),
    Column(_l("Kept on time"), lambda m: m.kept_on_time),
    Column(_l("Kept late"), lambda m: m.kept_late),
    Column(_l("Partly kept"), lambda m: m.partly_kept),
    Column(_l("Broken"), lambda m: m.broken),
    Column(_l("Overdue"), lambda m: m.open_overdue),
    Column(_l("Withdrawn"), lambda m: m.withdrawn),
    Column(_l("Kept rate"), lambda m: _rate(m.kept_rate), is_rate=True),
    Column(_l("Interval from"), lambda m: _interval(m.kept_rate, 0), is_rate=True),
    Column(_l("Interval to"), lambda m: _interval(m.kept_rate, 1), is_rate=True),
    Column(_l("Kept as first promised"), lambda m: m.as_first_promised),
    Column(_l("Rate of these"), lambda m: _rate(m.kept_as_first_promised), is_rate=True),
    Column(_l("Not kept as first promised"), lambda m: m.informed_before_due.whole),
    Column(_l("Informed before the due"), lambda m: m.informed_in_time),
    Column(_l("Rate of the informed"), lambda m: _rate(m.informed_before_due), is_rate=True),
)


def as_file(found: Found, ending: str) -> Attachment:
    """Return the groups of a report as a file, `csv` or `xlsx`, in the language in force."""
    if ending == "csv":
        return Attachment(name=_name(found, ending), mimetype="text/csv", content=as_csv(found).encode())
    return Attachment(name=_name(found, ending), mimetype=WORKBOOK, content=as_xlsx(found))


def safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: where it could, an apostrophe stands before it."""
    return f"'{text}" if text[:1] in FORMULA_SIGNS or text.lstrip()[:1] in FORMULA_SIGNS else text


def as_csv(found: Found) -> str:
    """Return a line for each group and one for all: counts, rates as fractions of 1, and what they are about.

    Numbers are written as the language writes them, and where a comma is in them semicolons part the cells: so
    spreadsheets of that language open the file as it is.
    """
    has_commas = locale_in_force().number_symbols["latn"]["decimal"] == ","
    lines, about = StringIO(), _about(found)
    writer = csv.writer(lines, delimiter=";" if has_commas else ",", lineterminator="\r\n")
    writer.writerow([_breakdown(found), *(str(each.heading) for each in COLUMNS), *(label for label, _ in about)])
    for name, measures in _lines(found):
        values = [_plain(each.value(measures), has_commas=has_commas) for each in COLUMNS]
        writer.writerow([safe(name), *values, *(safe(text) for _, text in about)])
    return BYTE_ORDER_MARK + lines.getvalue()


def as_xlsx(found: Found) -> bytes:
    """Return the same as a workbook: counts are numbers, rates percentages, names words whatever they look like."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True, **WORDS_STAY_WORDS}) as book:
        bold = book.add_format({"bold": True})
        _write_figures(book, book.add_worksheet(gettext("Figures")), found)
        about = book.add_worksheet(gettext("What it is about"))
        for row, (label, text) in enumerate(_about(found)):
            about.write_string(row, 0, label, bold)
            about.write_string(row, 1, text)
        about.autofit()
    return file.getvalue()


def _write_figures(book: Workbook, sheet: Worksheet, found: Found) -> None:
    bold, percent = book.add_format({"bold": True}), book.add_format({"num_format": "0.0%"})
    headings = [_breakdown(found), *(str(each.heading) for each in COLUMNS)]
    for number, words in enumerate(headings):
        sheet.write_string(0, number, words, bold)
    for row, (name, measures) in enumerate(_lines(found), 1):
        sheet.write_string(row, 0, name)
        for number, column in enumerate(COLUMNS, 1):
            if (value := column.value(measures)) is not None:
                sheet.write_number(row, number, value, percent if column.is_rate else None)
    sheet.freeze_panes(1, 1)
    sheet.autofit()


def _lines(found: Found) -> Iterator[tuple[str, Measures]]:
    """Yield name and measures of each group, and at last of all of them."""
    yield from ((group.name, group.measures) for group in found.groups)
    yield gettext("All"), counting.total(found.days.values()).measures()


def _breakdown(found: Found) -> str:
    return str(dict(BREAKDOWNS)[found.wish.by])


def _about(found: Found) -> Sequence[tuple[str, str]]:
    """Return which promises the file counts, each part with its label."""
    wish, names = found.wish, found.ground.names
    every = gettext("all")
    return (
        (gettext("From"), wish.period.first.isoformat()),
        (gettext("Until"), wish.period.last.isoformat()),
        (gettext("Of which team"), dict(names.teams).get(wish.team_id or 0, every)),
        (gettext("Of which kind"), {kind.id: name_of(kind) for kind in names.kinds}.get(wish.kind_id or 0, every)),
        (gettext("Of which customer"), names.customers.get(wish.customer_id or 0, every)),
        (gettext("Only"), dict(only_options(names)).get("-".join(wish.only or ()), every)),
        (gettext("Whose"), gettext("my own") if wish.is_mine else every),
        (gettext("As of"), exact(found.ground.asked.moment)),
    )


def _name(found: Found, ending: str) -> str:
    """Return a name that no other report has: by what, of which days, and of what alone."""
    wish = found.wish
    parts = [wish.by, str(wish.period.first), str(wish.period.last)]
    parts += [f"team-{wish.team_id}"] * bool(wish.team_id) + [f"kind-{wish.kind_id}"] * bool(wish.kind_id)
    parts += [f"customer-{wish.customer_id}"] * bool(wish.customer_id)
    parts += ["-".join(wish.only)] if wish.only else []
    return "_".join([*parts, *["own"] * wish.is_mine]) + f".{ending}"


def _plain(value: Value, *, has_commas: bool) -> str:
    text = "" if value is None else f"{value:.4f}" if isinstance(value, float) else str(value)
    return text.replace(".", ",") if has_commas else text
