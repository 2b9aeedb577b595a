"""What a mail that was only sent as HTML says, line by line. Pure."""

from html.parser import HTMLParser

_STARTS_LINE = "address blockquote br div dd dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre table td th tr ul"
_LINES = frozenset(_STARTS_LINE.split())
_SILENT = frozenset(("head", "script", "style", "title", "blockquote"))
"""What nobody wrote into this mail; a block quotation is what was written before."""
QUOTED = ">"
"""Stands for a quotation, so that one sees where it was: below it the answer may follow."""


def text_of(html: str) -> str:
    """Return the words of an HTML document as lines, with a mark where it quotes something."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.words).split("\n"))
    return "\n".join(line for line in lines if line)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _SILENT:
            self.words.append(f"\n{QUOTED}\n" if tag == "blockquote" and not self._silent else "")
            self._silent.append(tag)
        elif tag in _LINES:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            while self._silent.pop() != tag:
                pass
        if tag in _LINES:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data.replace("\n", " "))
