"""Reading PDFs back, with somebody else's code."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject

Element = DictionaryObject
MARGIN = 50.0
"""In points: no text begins nearer to the right edge."""


def read(content: bytes) -> PdfReader:
    """Return the document; what is not quite in order is refused."""
    return PdfReader(BytesIO(content), strict=True)


def text_of(content: bytes) -> str:
    """Return everything that is written in it, heads and feet of pages included."""
    return "\n".join(page.extract_text() for page in read(content).pages)


def words_of(content: bytes) -> list[str]:
    """Return the words in reading order, heads and feet of pages left out."""
    lines = (page.extract_text().splitlines() for page in read(content).pages)
    return [word for page in lines for line in page[1:-1] for word in line.split()]


def beside_the_page(document: PdfReader) -> list[str]:
    """Return what is written where paper has its margins, or none at all."""
    found = []
    for page in document.pages:
        width = float(page.mediabox.width)

        def look(text: str, _cm: list[float], at: list[float], _font: Any, size: float, width: float = width) -> None:
            if text.strip() and not size < at[4] < width - MARGIN:
                found.append(text)

        page.extract_text(visitor_text=look)
    return found


def elements(document: PdfReader) -> Iterator[Element]:
    """Yield what a screen reader announces, in order."""
    root: Any = document.trailer["/Root"]["/StructTreeRoot"]  # type: ignore[index]
    for kid in root["/K"][0]["/K"]:
        yield kid.get_object()


def unannounced(document: PdfReader) -> list[str]:
    """Return what is written or drawn outside of any mark: neither announced nor marked as decoration."""
    found = []
    for page in document.pages:
        depth = 0
        for operands, operator in ContentStream(page.get_contents(), document).operations:
            name = operator.decode()
            depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(name, 0)
            if depth == 0 and re.fullmatch(r"T[jJ]|S|f|Do", name):
                found.append(f"{name} {operands}")
    return found


def of_no_language(document: PdfReader) -> int:
    """Return how many marks say that what is written in them is in no language that is known."""
    operations = (each for page in document.pages for each in ContentStream(page.get_contents(), document).operations)
    return sum(operator == b"BDC" and operands[1].get("/Lang") == "" for operands, operator in operations)
