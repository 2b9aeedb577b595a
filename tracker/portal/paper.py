"""The record of promises as a PDF: the very words of the page, tagged for screen readers, with numbered pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask_babel import gettext
from fpdf import FPDF, ViewerPreferences
from fpdf.enums import Align, XPos, YPos
from fpdf.fonts import TTFFont

from tracker.portal.letters import STANDS_FOR_OTHERS, shown
from tracker.portal.sheet import Entry, RecordSheet
from tracker.portal.wrapping import Measure, wrapped
from tracker.web.languages import page_language

FONTS = Path(__file__).parent / "fonts"
FAMILY, EMOJI = "DejaVu", "NotoEmoji"
NUMBER_OF_PAGES = "\ufdd0" * 3
"""Stands for a number that is known in the end, of three digits at most: no characters, so that no text holds them."""

MARGIN_MM, FOOT_MM, LABEL_MM, INDENT_MM = 20.0, 22.0, 42.0, 4.0
BEGINNING_MM = 30.0
"""So much of a promise stands together: how it stands, and the first of its words."""

MM_PER_POINT = 25.4 / 72
LEADING = 1.4
GAP_MM = 1.5
GREY, BLACK, LINE = 90, 0, 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a piece of text looks, and as what a screen reader announces it (a standard structure type).

    `is_quoted` are words of people, in whatever language: a reader must not take them for that of the page.
    """

    tag: str = "P"
    points: float = 10.5
    is_bold: bool = False
    grey: int = BLACK
    indent: float = 0.0
    after: float = 1.5
    is_quoted: bool = False

    @property
    def line(self) -> float:
        """The height of a line, in millimetres."""
        return self.points * MM_PER_POINT * LEADING


TITLE = Look(tag="H1", points=18, is_bold=True, after=1)
UNDER = Look(grey=GREY, after=1)
STANDING = Look(tag="H2", points=10, is_bold=True)
WORDING = Look(tag="BlockQuote", points=12, indent=INDENT_MM, after=2, is_quoted=True)
FACT = Look(points=10, after=0.5)
TOLD = Look(points=10, indent=INDENT_MM, after=0.5)
WORDS = Look(tag="BlockQuote", points=10, indent=2 * INDENT_MM, after=0.5, is_quoted=True)
EDGE = Look(points=9, grey=GREY, after=0)
"""Head and foot of each page: announced by nobody."""


def as_pdf(sheet: RecordSheet) -> bytes:
    """Return the record in the language in force."""
    paper = _Paper(sheet)
    paper.add_page()
    paper.put(TITLE, gettext("Record of promises"))
    paper.put(UNDER, sheet.name)
    paper.put(UNDER, f"{sheet.first} – {sheet.last}")
    for entry in sheet.entries:
        _put_entry(paper, entry)
    for words in [*sheet.remarks, *paper.remarks]:
        paper.rule()
        paper.put(Look(), words)
    return bytes(paper.output())


def _put_entry(paper: "_Paper", entry: Entry) -> None:
    paper.keep_together(BEGINNING_MM)
    paper.rule()
    paper.put(STANDING, str(entry.word))
    paper.put(WORDING, entry.statement)
    for label, value in entry.facts:
        if value:
            paper.put(FACT, value, label)
    paper.ln(GAP_MM)
    for line in entry.lines:
        paper.put(TOLD, line.what)
        if line.words:
            paper.put(WORDS, line.words)


class _Paper(FPDF):
    """Pages in A4 on which every text is either tagged in reading order or marked as decoration."""

    def __init__(self, sheet: RecordSheet) -> None:
        super().__init__(format="A4")
        self.sheet = sheet
        self.marks: dict[int, int] = {}
        self.widths: dict[Look, dict[str, float]] = {}
        self.add_font(FAMILY, fname=FONTS / "DejaVuSans.ttf")
        self.add_font(FAMILY, style="B", fname=FONTS / "DejaVuSans-Bold.ttf")
        self.add_font(EMOJI, fname=FONTS / "NotoEmoji-Regular.ttf")
        self.set_fallback_fonts([EMOJI], exact_match=False)
        self.known = frozenset(code for font in self.fonts.values() if isinstance(font, TTFFont) for code in font.cmap)
        self.is_incomplete = False
        self.set_margins(MARGIN_MM, MARGIN_MM)
        self.c_margin = 0
        self.set_auto_page_break(True, FOOT_MM)
        self.alias_nb_pages(NUMBER_OF_PAGES)
        self.set_title(sheet.title)
        self.set_author(sheet.organisation)
        self.set_lang(page_language())
        self.set_creation_date(sheet.at)
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)

    def header(self) -> None:
        """Write whose record it is, and as of when."""
        with self._decoration():
            self._dress(EDGE)
            self.cell(0, EDGE.line, self._printable(self.sheet.organisation), new_x=XPos.LMARGIN, new_y=YPos.TOP)
            as_of = gettext("As of %(moment)s", moment=self.sheet.as_of)
            self.cell(0, EDGE.line, as_of, align=Align.R, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(EDGE.line)

    def footer(self) -> None:
        """Number the pages."""
        with self._decoration():
            self._dress(EDGE)
            self.set_y(EDGE.line - FOOT_MM)
            numbered = gettext("Page %(page)s of %(pages)s", page=self.page_no(), pages=NUMBER_OF_PAGES)
            self.cell(0, EDGE.line, numbered, align=Align.C)

    @property
    def remarks(self) -> list[str]:
        """What has to be said about letters that are missing."""
        said = gettext(
            "%(mark)s stands for letters that this file cannot show, Chinese or Arabic ones for example. "
            "Printed from its page, the record shows them.",
            mark=STANDS_FOR_OTHERS,
        )
        return [said] if self.is_incomplete else []

    def keep_together(self, height: float) -> None:
        """Begin a new page where less than this height is left."""
        if self.h - FOOT_MM - self.y < height:
            self.add_page()

    def rule(self) -> None:
        """Draw a line above what comes next."""
        self.ln(GAP_MM)
        with self._decoration():
            self.set_draw_color(LINE)
            self.line(self.l_margin, self.y, self.w - self.r_margin, self.y)
        self.ln(2 * GAP_MM)

    def put(self, look: Look, text: str, label: str = "") -> None:
        """Write a text below what is there, a label beside it; what does not fit goes on with the next page."""
        self._dress(look)
        indent = LABEL_MM if label else look.indent
        lines = wrapped(self._printable(text), self.epw - indent, self._widths(look))
        while lines:
            room = self._room(look)
            if room < min(len(lines), 2):
                self.add_page()
                self._dress(look)
                continue
            self._write(lines[:room], look, indent, self._printable(label))
            lines, label = lines[room:], ""
        self.ln(look.after)

    def _write(self, lines: list[str], look: Look, indent: float, label: str) -> None:
        with self._tagged(look):
            for line in lines:
                if label:
                    self._dress(look, is_label=True)
                    self.cell(indent, look.line, label)
                self._dress(look)
                self.set_x(self.l_margin + indent)
                self.cell(0, look.line, line, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
                label = ""

    def _printable(self, text: str) -> str:
        """Return a text as the fonts can show it, and note where they cannot."""
        said = shown(text, self.known)
        self.is_incomplete = self.is_incomplete or STANDS_FOR_OTHERS in said
        return said

    def _room(self, look: Look) -> int:
        """Return how many lines fit on the rest of the page."""
        return int((self.h - FOOT_MM - self.y) / look.line)

    def _widths(self, look: Look) -> Measure:
        """Return what knows the widths of letters in a look; each is measured once."""
        known = self.widths.setdefault(look, {})

        def measure(letter: str) -> float:
            if letter not in known:
                known[letter] = self.get_string_width(letter)
            return known[letter]

        return measure

    def _dress(self, look: Look, *, is_label: bool = False) -> None:
        self.set_font(FAMILY, "B" if look.is_bold else "", look.points)
        self.set_text_color(GREY if is_label else look.grey)

    @contextmanager
    def _tagged(self, look: Look) -> Iterator[None]:
        """Announce what is written meanwhile, on one page, as its structure type; quoted words in no known language."""
        mark = self.marks.get(self.page, 0)
        self.marks[self.page] = mark + 1
        self._add_marked_content(struct_type=f"/{look.tag}", mcid=mark)
        self._out(f"/{look.tag} <</MCID {mark}{' /Lang ()' if look.is_quoted else ''}>> BDC")
        yield
        self._out("EMC")

    @contextmanager
    def _decoration(self) -> Iterator[None]:
        self._out("/Artifact BMC")
        yield
        self._out("EMC")
