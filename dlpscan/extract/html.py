"""HTML: the text as a reader sees it, then what a reader does not see: attributes, comments, scripts.

Inline tags vanish, so a number of which half is bold stays one number; block tags break lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from dlpscan.extract.encodings import decode, is_text
from dlpscan.limits import Budget
from dlpscan.model import Document, Location, Piece, Segment, Step, Unscannable

_BLOCKS = frozenset(
    "address article aside blockquote body br button caption dd div dl dt fieldset figcaption footer "
    "form h1 h2 h3 h4 h5 h6 head header hr html label legend li main nav ol option p pre section "
    "select table tbody td textarea tfoot th thead title tr ul".split()
)
_CELLS = frozenset({"td", "th"})
_BEGINNINGS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<!--", b"<table", b"<div", b"<p>", b"<meta")


class _Collector(HTMLParser):
    """Gathers visible text with the place of each run, and the hidden rest."""

    def __init__(self, location: Location) -> None:
        super().__init__(convert_charrefs=True)
        self._location = location
        self._length = 0
        self.parts: list[str] = []
        self.pieces: list[Piece] = []
        self.hidden: list[Segment] = []

    def _place(self, kind: str = "") -> Location:
        line, column = self.getpos()
        steps = (Step("line", str(line)), Step("column", str(column + 1)))
        return self._location.under(*((Step("part", kind), *steps) if kind else steps))

    def _add(self, text: str) -> None:
        if text:
            self.pieces.append(Piece(self._length, self._place()))
            self.parts.append(text)
            self._length += len(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Break lines at blocks, cells at tabs, and keep the attributes."""
        if tag in _BLOCKS:
            self._add("\t" if tag in _CELLS else "\n")
        for name, value in attrs:
            if value:
                self.hidden.append(Segment(value, self._place(f"@{name[:20]}"), kind="field"))

    def handle_endtag(self, tag: str) -> None:
        """Break lines behind blocks."""
        if tag in _BLOCKS and tag not in _CELLS:
            self._add("\n")

    def handle_data(self, data: str) -> None:
        """Keep text, that of scripts and styles too."""
        self._add(data)

    def handle_comment(self, data: str) -> None:
        """Keep comments."""
        self.hidden.append(Segment(data, self._place("comment")))

    def unknown_decl(self, data: str) -> None:
        """Keep CDATA and other declarations."""
        self.hidden.append(Segment(data, self._place("declaration")))


def segments(text: str, location: Location) -> Iterator[Segment]:
    """Yield the visible text of *text* as one segment, then each hidden thing."""
    collector = _Collector(location)
    collector.feed(text)
    collector.close()
    if collector.parts:
        yield Segment("".join(collector.parts), location, pieces=tuple(collector.pieces))
    yield from collector.hidden


class Html:
    """Reads pages and HTML bodies; places are lines and columns of the source."""

    name = "html"
    priority = 20

    def recognises(self, document: Document) -> bool:
        """Take text that begins like a page."""
        beginning = document.data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        return beginning.startswith(_BEGINNINGS) and is_text(document.data)

    def extract(self, document: Document, budget: Budget) -> Iterator[Segment | Document | Unscannable]:
        """Yield visible text, attributes and comments."""
        budget.check_time()
        decoded = decode(document.data, document.charset)
        if decoded.doubt:
            yield Unscannable("ambiguous", document.location, decoded.doubt)
        yield from segments(decoded.text, document.location)


EXTRACTORS = (Html(),)
