"""HTML: the text as a reader sees it, then what a reader does not see: attributes, comments, declarations.

Inline tags vanish, so a number of which half is bold stays one number; block tags break lines; the cells of a
table stand under their header. The source is cut by expressions that are linear whatever it holds:
`html.parser` takes quadratic time on tags that never end (35 s for 60 KB).
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator

from dlpscan.extract.encodings import decode, is_text
from dlpscan.extract.tables import is_header_cell
from dlpscan.limits import Budget
from dlpscan.model import Document, Location, Piece, Segment, SegmentKind, Step, Unscannable

_BLOCKS = frozenset(
    "address article aside blockquote body br button caption dd div dl dt fieldset figcaption footer form h1 "
    "h2 h3 h4 h5 h6 head header hr html label legend li main nav ol option p pre section select table tbody "
    "textarea tfoot thead title tr ul".split()
)
_CELLS = frozenset({"td", "th"})
# A comment or CDATA may hold anything up to its end; a tag ends where the next begins.
_MARKUP = re.compile(
    r"<!--(?P<comment>.*?)(?:-->|\Z)"
    r"|<!\[CDATA\[(?P<cdata>.*?)(?:\]\]>|\Z)"
    r"|<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9:\-]*)(?P<attributes>[^<>]*)>?"
    r"|<[!?](?P<declaration>[^<>]*)>?",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"(?P<name>[^\s=/>\"']+)(?:\s*=\s*(?P<value>\"[^\"]*\"|'[^']*'|[^\s>]+))?")
_TAG = re.compile(
    rb"<(?:!doctype|html|head|body|table|tr|td|div|span|p|br|h[1-6]|ul|ol|li|a|b|i|font|style|script|meta|img)"
    rb"[\s>/]",
    re.IGNORECASE,
)
_SNIFFED = 4096
_LEAST_TAGS = 3
_TYPES = ("text/html", "application/xhtml+xml")


class _Page:
    """Gathers visible text with the place of each run, and the hidden rest."""

    def __init__(self, source: str, location: Location) -> None:
        self._source = source
        self._location = location
        self._length = 0
        self._line, self._line_start, self._counted = 1, 0, 0
        self._column = 0
        self._header: list[str] = []
        self._in_first_row = False
        self.parts: list[str] = []
        self.pieces: list[Piece] = []
        self.hidden: list[Segment] = []

    def read(self) -> None:
        """Cut the source into text and markup."""
        position = 0
        for markup in _MARKUP.finditer(self._source):
            self._text(position, markup.start())
            position = markup.end()
            if markup["name"]:
                self._tag(markup)
            elif markup["cdata"] is not None:
                self._add(markup["cdata"], markup.start())
            else:
                inside = markup["comment"] if markup["comment"] is not None else markup["declaration"]
                self._hide(inside or "", markup.start(), "comment" if markup["comment"] else "declaration")
        self._text(position, len(self._source))

    def _text(self, start: int, end: int) -> None:
        if start < end:
            text = entities.unescape(self._source[start:end])
            if self._in_first_row and self._column and text.strip():
                self._name_column(text.strip())
            self._add(text, start)

    def _name_column(self, text: str) -> None:
        names = self._header
        names.extend([""] * (self._column - len(names)))
        names[self._column - 1] = text if is_header_cell(text) else ""

    def _tag(self, markup: re.Match[str]) -> None:
        name = markup["name"].lower()
        if name == "table":
            self._header, self._in_first_row = [], not markup["close"]
        elif name == "tr":
            if markup["close"] and any(self._header):
                self._in_first_row = False
            self._column = 0
        if not markup["close"] and name in _CELLS:
            self._column += 1
            self._add("\t", markup.start())
        elif name in _BLOCKS:
            self._add("\n", markup.start())
        for attribute in _ATTRIBUTE.finditer(markup["attributes"]):
            value = attribute["value"]
            # A name without a value can hold text as well; ordinary names hold none.
            text = value.strip("\"'") if value else attribute["name"]
            if text and (value or not text.isalpha()):
                self._hide(
                    entities.unescape(text), markup.start(), f"@{attribute['name'][:20]}" if value else name
                )

    def _place(self, position: int, *steps: Step) -> Location:
        newlines = self._source.count("\n", self._counted, position)
        if newlines:
            self._line += newlines
            self._line_start = self._source.rindex("\n", self._counted, position) + 1
        self._counted = position
        column = position - self._line_start + 1
        return self._location.under(*steps, Step("line", str(self._line)), Step("column", str(column)))

    def _add(self, text: str, position: int) -> None:
        label = ""
        if not self._in_first_row and 0 < self._column <= len(self._header) and text.strip():
            label = self._header[self._column - 1]
        self.pieces.append(Piece(self._length, self._place(position), label))
        self.parts.append(text)
        self._length += len(text)

    def _hide(self, text: str, position: int, kind: str) -> None:
        if text.strip():
            segment_kind: SegmentKind = "field" if kind.startswith("@") else "text"
            place = self._place(position, Step("part", kind))
            self.hidden.append(Segment(text, place, kind=segment_kind))


def segments(text: str, location: Location) -> Iterator[Segment]:
    """Yield the visible text of *text* as one segment, then each hidden thing."""
    page = _Page(text, location)
    page.read()
    if page.parts:
        yield Segment("".join(page.parts), location, pieces=tuple(page.pieces))
    yield from page.hidden


class Html:
    """Reads pages and HTML bodies; places are lines and columns of the source."""

    name = "html"
    priority = 20

    def recognises(self, document: Document) -> bool:
        """Take text with a few tags near its beginning, or one that was declared as a page."""
        if not is_text(document.data):
            return False
        tags = len(_TAG.findall(document.data[:_SNIFFED]))
        return tags >= _LEAST_TAGS or (document.media_type in _TYPES and tags > 0)

    def extract(self, document: Document, budget: Budget) -> Iterator[Segment | Document | Unscannable]:
        """Yield visible text, attributes and comments."""
        budget.check_time()
        decoded = decode(document.data, document.charset)
        if decoded.doubt:
            yield Unscannable("ambiguous", document.location, decoded.doubt)
        yield from segments(decoded.text, document.location)


EXTRACTORS = (Html(),)
