"""Office Open XML texts and slides: docx, pptx and their macro and template kinds, all places of them.

A walker of our own over the XML parts, because every library loses text: of 14 places in a docx the usual
ones give 5 to 12. It knows elements by their local names, which WordprocessingML and DrawingML share
(`p`, `t`, `tbl`, `tr`, `tc`), so one walker reads documents, slides, notes, charts and diagrams; of parts
that it does not know it takes all text. What a part is follows from its root element, not from its name.

Paragraphs that follow each other are one segment, since the lines of a form are paragraphs; each is a piece
with its number. A table row is a segment of its own, with the cells under the headers of the first row.
Deleted text, field codes and hidden attributes stand apart from what a reader sees.

Source: ECMA-376-1:2016, 11 (parts), 17.3 (paragraphs), 17.4 (tables), 17.13.5 (revisions), 17.16 (fields),
15.2.12 (properties), 21.1 (DrawingML text); ECMA-376-2 (packages); ECMA-376-3, 9.3 (alternate content).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote
from xml.parsers import expat

from dlpscan.extract import sniff
from dlpscan.extract.encodings import decode, is_text
from dlpscan.extract.tables import cell_address, is_header, label_of
from dlpscan.extract.zipped import Archive, begins_archive
from dlpscan.limits import MIB, Budget, Limits
from dlpscan.model import Document, Location, Piece, Segment, Step, Unscannable

_MAIN_PARTS = re.compile(r"(?:word/document|ppt/presentation|ppt/slides/slide)[^/]*\.xml", re.IGNORECASE)
_MAIN_TYPES = re.compile(rb"(?:wordprocessingml|presentationml|ms-word|ms-powerpoint)\.[A-Za-z.]+\.main\+xml")
# What the list of content types may cost while the kind of the container is told.
_LITTLE = Limits(total_bytes=MIB)
_XML_PARTS = (".xml", ".rels", ".vml")
# Roots of parts, with the word that a location shows; numbered ones take the number of the part's name.
_PARTS = {
    "document": "body",
    "glossaryDocument": "glossary",
    "footnotes": "footnote",
    "endnotes": "endnote",
    "comments": "comment",
    "hdr": "header",
    "ftr": "footer",
    "sld": "slide",
    "notes": "notes",
    "cmLst": "comment",
    "coreProperties": "properties",
    "Properties": "properties",
    "Relationships": "link",
}
_NUMBERED = frozenset({"hdr", "ftr", "sld", "notes"})
# Parts about looks: their attributes are names of styles, not text.
_LOOKS = frozenset({"styles", "fonts", "theme", "webSettings", "styleSheet", "tblStyleLst", "Types"})
_TEXT = frozenset({"t", "text"})
_DELETED_TEXT = frozenset({"delText", "delInstrText"})
_BREAKS = {"br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_RUN_BREAKS = {"tab": "\t", "ptab": "\t"}
_RUNS = frozenset({"r", "p", "fld"})
# Attributes that hold what people wrote; `val` and `name` only at the elements named below.
_ATTRIBUTES = frozenset(
    "descr title tooltip author initials displayText instr address subject recipient alt string".split()
)
_VALUES = frozenset(
    "alias tag lvlText docVar placeholder statusText helpText default listEntry result formula".split()
)
_NAMES = frozenset({"docPr", "cNvPr", "bookmarkStart", "docVar", "cmAuthor", "name"})
# A position of a drawing. No number of a person is so short (17.18.102: 32 bits in EMU).
_COORDINATE = re.compile(r"\s*-?\d{1,10}\s*")
_LONGEST = 32_768
_BLOCK = 1 << 16
_DEEPEST = 5000
# Tags of elements. Declarations stay, since an entity in one may hold the text.
_TAGS = re.compile(r"</?[^\W\d][^<>]*>?")


class _Refused(Exception):  # noqa: N818  (raised in a handler to leave the parser)
    """The part has a document type, which no part of a package may have, or is nested beyond measure."""


class _Paragraph:
    """The runs of one paragraph: (state, text), state -1 deleted, 0 as ever, 1 inserted."""

    __slots__ = ("codes", "number", "runs")

    def __init__(self, number: int) -> None:
        self.number = number
        self.runs: list[tuple[int, str]] = []
        self.codes: list[str] = []

    def current(self) -> str:
        return "".join(text for state, text in self.runs if state >= 0)

    def deleted(self) -> str:
        """Return what was deleted: whole as it was before, where a deletion cuts into a word or number."""
        if not any(state < 0 for state, _ in self.runs):
            return ""
        before = "".join(text if state < 0 else "\0" for state, text in self.runs if state <= 0)
        pairs = zip(self.runs, self.runs[1:], strict=False)
        if any((a < 0) != (b < 0) and x[-1:].isalnum() and y[:1].isalnum() for (a, x), (b, y) in pairs):
            return "".join(text for state, text in self.runs if state <= 0)
        return "\n".join(part for part in before.split("\0") if part.strip())


class _Table:
    """One table: the row that is being read, and the header."""

    __slots__ = ("cell", "cells", "column", "header", "number", "row", "span")

    def __init__(self, number: int) -> None:
        self.number = number
        self.row = -1
        self.column = 0
        self.span = 1
        self.cells: list[tuple[int, str]] = []
        self.cell: list[str] = []
        self.header: list[str] | None = None

    def end_cell(self) -> None:
        text = "\n".join(self.cell).strip("\n")
        self.cells.append((self.column, text))
        self.column += max(1, min(self.span, 1000))
        self.cell, self.span = [], 1


class _Part:
    """Walks one part. Feed it; what was read so far waits in `ready`."""

    def __init__(self, name: str, location: Location) -> None:
        self._name = name
        self._location = location
        self._part = name
        self._is_known = False
        self._is_looks = False
        self.ready: list[Segment] = []
        self._stack: list[str] = []
        self._paragraphs: list[_Paragraph] = []
        self._contexts: list[_Table | None] = []
        self._count = self._tables = 0
        self._deleting = self._inserting = self._fallback = 0
        self._choices: set[str] = set()
        self._waiting: list[tuple[int, str]] = []
        self._length = 0
        self._loose: list[str] = []
        self._attributes: dict[str, None] = {}
        self._label = ""
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.CommentHandler = self._comment
        self.parser.StartDoctypeDeclHandler = self._refuse

    @property
    def place(self) -> Location:
        return self._location.under(Step("part", self._part))

    def beside(self, what: str) -> Location:
        """Return the place of what is not in the text itself: `body deletion`."""
        return self._location.under(Step("part", f"{self._part} {what}"))

    # -- handlers -------------------------------------------------------------------------------

    def _refuse(self, *_: object) -> None:
        raise _Refused

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if not self._stack:
            self._root(name)
        elif len(self._stack) > _DEEPEST:
            raise _Refused
        parent = self._stack[-1] if self._stack else ""
        self._stack.append(name)
        start = _STARTS.get(name)
        if start:
            start(self, _local(attributes))
        elif name in _BREAKS or (name in _RUN_BREAKS and parent in _RUNS):
            self._add(_BREAKS.get(name) or _RUN_BREAKS[name])
        if attributes:
            self._take_attributes(name, _local(attributes))

    def start_paragraph(self, _: dict[str, str]) -> None:
        self._count += 1
        self._paragraphs.append(_Paragraph(self._count))

    def start_table(self, _: dict[str, str]) -> None:
        self._flush()
        self._tables += 1
        self._contexts.append(_Table(self._tables))

    def start_row(self, _: dict[str, str]) -> None:
        if self._table:
            self._table.row += 1
            self._table.column = 0
            self._table.cells = []

    def start_cell(self, attributes: dict[str, str]) -> None:
        if self._table:
            self._table.span = _number(attributes.get("gridSpan", "1"))

    def set_span(self, attributes: dict[str, str]) -> None:
        if self._table:
            self._table.span = _number(attributes.get("val", "1"))

    def skip_columns(self, attributes: dict[str, str]) -> None:
        if self._table:
            self._table.column += _number(attributes.get("val", "1"))

    def start_box(self, _: dict[str, str]) -> None:
        self._contexts.append(None)

    def start_fallback(self, _: dict[str, str]) -> None:
        self._fallback += 1

    def start_deletion(self, _: dict[str, str]) -> None:
        self._deleting += 1

    def start_insertion(self, _: dict[str, str]) -> None:
        self._inserting += 1

    def _root(self, name: str) -> None:
        self._is_looks = name in _LOOKS
        known = _PARTS.get(name)
        if known:
            self._is_known = True
            number = "".join(re.findall(r"\d+", self._name.rpartition("/")[2])[-1:])
            self._part = f"{known}{number}" if name in _NUMBERED else known

    def _end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        self._stack.pop()
        end = _ENDS.get(name)
        if end:
            end(self)
        if self._loose and not self._paragraphs:
            self._end_leaf(name)

    def end_paragraph(self) -> None:
        self._end_paragraph(self._paragraphs.pop())

    def end_table(self) -> None:
        self._flush()
        self._contexts.pop()

    def end_row(self) -> None:
        if self._table:
            self._end_row(self._table)

    def end_cell(self) -> None:
        if self._table:
            self._table.end_cell()

    def end_box(self) -> None:
        self._contexts.pop()

    def end_fallback(self) -> None:
        self._fallback -= 1

    def end_alternatives(self) -> None:
        if "AlternateContent" not in self._stack:
            self._choices.clear()

    def end_deletion(self) -> None:
        self._deleting -= 1

    def end_insertion(self) -> None:
        self._inserting -= 1

    def end_shape(self) -> None:
        """Part what belongs to one shape or note from the next by an empty line."""
        self._waiting.append((0, ""))

    def _characters(self, text: str) -> None:
        name = self._stack[-1]
        if self._paragraphs:
            if name in _TEXT:
                self._add(text)
            elif name in _DELETED_TEXT:
                self._paragraphs[-1].runs.append((-1, text))
            elif name == "instrText":
                self._paragraphs[-1].codes.append(text)
            elif text.strip() and not _COORDINATE.fullmatch(text):
                self._loose.append(text)
        else:
            self._loose.append(text)

    def _comment(self, text: str) -> None:
        self.ready.append(Segment(text, self.beside("XML comment")))

    # -- what they make -------------------------------------------------------------------------

    @property
    def _table(self) -> _Table | None:
        return self._contexts[-1] if self._contexts else None

    def _add(self, text: str) -> None:
        if self._paragraphs:
            state = -1 if self._deleting else 1 if self._inserting else 0
            self._paragraphs[-1].runs.append((state, text))

    def _end_paragraph(self, paragraph: _Paragraph) -> None:
        number = Step("paragraph", str(paragraph.number))
        if paragraph.codes:
            code = "".join(paragraph.codes)
            self.ready.append(Segment(code, self.beside("field").under(number)))
        deleted = paragraph.deleted()
        if deleted:
            self.ready.append(Segment(deleted, self.beside("deletion").under(number)))
        if self._loose:
            # A position or another number of the drawing; text of an element that is not known.
            loose = "\n".join(self._loose)
            self._loose.clear()
            self.ready.append(Segment(loose, self.beside("other").under(number)))
        text = paragraph.current()
        if not self._is_repeated(text):
            self._place_paragraph(text, number)

    def _is_repeated(self, text: str) -> bool:
        """Say whether it is the second of the two ways in which programs write one content."""
        if "AlternateContent" not in self._stack:
            return False
        if not self._fallback:
            self._choices.add(text)
        return bool(self._fallback) and text in self._choices

    def _place_paragraph(self, text: str, number: Step) -> None:
        table = self._table
        if table is not None:
            table.cell.append(text)
        elif not self._contexts:
            self._waiting.append((int(number.value), text))
            self._length += len(text)
            if self._length > _LONGEST:
                self._flush()
        elif text.strip():
            place = self.beside("text box").under(number)
            self.ready.append(Segment(text, place, pieces=(Piece(0, place),)))

    def _end_row(self, table: _Table) -> None:
        cells = [(column, text) for column, text in table.cells if text.strip()]
        texts = [""] * (table.cells[-1][0] + 1) if table.cells else []
        for column, text in table.cells:
            texts[column] = text
        place = self.place.under(Step("table", f"table {table.number}"))
        pieces, length = [], 0
        for column, text in cells:
            cell = place.under(Step("cell", cell_address(table.row, column)))
            pieces.append(Piece(length, cell, label_of(table.header or [], column)))
            length += len(text) + 1
        if pieces:
            # A row of one cell is a frame around text, not a record.
            kind: Any = "row" if len(pieces) > 1 else "text"
            whole = "\t".join(text for _, text in cells)
            self.ready.append(Segment(whole, place, kind=kind, pieces=tuple(pieces)))
        if table.header is None and cells:
            table.header = texts if is_header(texts) else []

    def _flush(self) -> None:
        """Make one segment of the paragraphs that wait; empty ones part the blocks of it."""
        parts: list[str] = []
        pieces: list[Piece] = []
        length = 0
        for number, text in self._waiting:
            if not text and not pieces:
                continue
            if text:
                pieces.append(Piece(length, self.place.under(Step("paragraph", str(number)))))
            parts.append(text)
            length += len(text) + 1
        if pieces:
            self.ready.append(Segment("\n".join(parts), self.place, pieces=tuple(pieces)))
        self._waiting = []
        self._length = 0

    def _end_leaf(self, name: str) -> None:
        """Take text outside paragraphs: properties under their names, anything of other parts."""
        text = "".join(self._loose)
        self._loose.clear()
        if not text.strip():
            return
        if self._part == "properties":
            label = self._label or name
            place = self.place.under(Step("member", label))
            self.ready.append(Segment(text, place, kind="field", pieces=(Piece(0, place, label),)))
        elif self._stack and self._stack[-1] == "cm":
            self._count += 1
            self._waiting.append((self._count, text))
        else:
            self._waiting.append((self._count + 1, text))
            self._length += len(text)
            if self._length > _LONGEST:
                self._flush()

    def _take_attributes(self, name: str, attributes: dict[str, str]) -> None:
        if self._part == "link":
            if attributes.get("TargetMode") == "External":
                target = attributes.get("Target", "")
                self._attributes[target] = None
                self._attributes[unquote(target)] = None
        elif self._part == "properties":
            self._label = attributes.get("name", self._label if len(self._stack) > 2 else "")  # noqa: PLR2004
        elif not self._is_looks:
            for key, value in attributes.items():
                is_written = (
                    key in _ATTRIBUTES
                    or (key == "val" and name in _VALUES)
                    or (key == "name" and name in _NAMES)
                    or (not self._is_known and self._name.startswith("customXml/"))
                )
                if is_written and value.strip():
                    self._attributes[value] = None

    def finish(self) -> Iterator[Segment]:
        """Yield what waits, whether or not the part came to its end."""
        for paragraph in reversed(self._paragraphs):
            self._end_paragraph(paragraph)
        for table in (one for one in reversed(self._contexts) if one is not None):
            if table.cell:
                table.end_cell()
            self._end_row(table)
        if self._loose:
            self._end_leaf("")
        self._flush()
        yield from self.drain()
        if self._attributes:
            text = "\n".join(self._attributes)
            where = self.place if self._part == "link" else self.beside("attribute")
            yield Segment(text, where)

    def drain(self) -> Iterator[Segment]:
        ready, self.ready = self.ready, []
        yield from ready


_STARTS: dict[str, Callable[[_Part, dict[str, str]], None]] = {
    "p": _Part.start_paragraph,
    "tbl": _Part.start_table,
    "tr": _Part.start_row,
    "tc": _Part.start_cell,
    "gridSpan": _Part.set_span,
    "gridBefore": _Part.skip_columns,
    "txbxContent": _Part.start_box,
    "Fallback": _Part.start_fallback,
    "del": _Part.start_deletion,
    "moveFrom": _Part.start_deletion,
    "ins": _Part.start_insertion,
    "moveTo": _Part.start_insertion,
}
_ENDS: dict[str, Callable[[_Part], None]] = {
    "p": _Part.end_paragraph,
    "tbl": _Part.end_table,
    "tr": _Part.end_row,
    "tc": _Part.end_cell,
    "txbxContent": _Part.end_box,
    "Fallback": _Part.end_fallback,
    "AlternateContent": _Part.end_alternatives,
    "del": _Part.end_deletion,
    "moveFrom": _Part.end_deletion,
    "ins": _Part.end_insertion,
    "moveTo": _Part.end_insertion,
    **dict.fromkeys(("sp", "graphicFrame", "pic", "footnote", "endnote", "comment", "cm"), _Part.end_shape),
}


def _local(attributes: dict[str, str]) -> dict[str, str]:
    return {key.rpartition(" ")[2]: value for key, value in attributes.items()}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 1  # noqa: PLR2004


_ENDS_LINE = ("p>", "tc>", "tr>", "br/>")


def read_part(name: str, data: bytes, location: Location, budget: Budget) -> Iterator[Segment | Unscannable]:
    """Yield the text of one XML part; of one that is not well-formed, also its raw text from there on."""
    part = _Part(name, location)
    try:
        for at in range(0, len(data), _BLOCK):
            part.parser.Parse(data[at : at + _BLOCK], False)  # noqa: FBT003  (expat's own signature)
            budget.check_time()
            yield from part.drain()
        part.parser.Parse(b"", True)  # noqa: FBT003
    except (expat.ExpatError, _Refused, ValueError, LookupError):
        where = max(0, part.parser.CurrentByteIndex)
        yield from part.finish()
        yield Unscannable("damaged", part.place, "a part of the document is not well-formed")
        rest = _TAGS.sub(
            lambda tag: "\n" if tag.group().endswith(_ENDS_LINE) else "", decode(data[where:]).text
        )
        if rest.strip():
            yield Segment(rest, part.beside("rest"))
        return
    yield from part.finish()


class OfficeXml:
    """Reads the containers of texts and slides; embedded files are yielded as documents."""

    name = "docx"
    priority = 45

    def recognises(self, document: Document) -> bool:
        """Take zip containers with the main part of a text or of slides."""
        data = document.data
        if not begins_archive(data):
            return False
        archive = Archive(data)
        if archive.members:
            return any(_MAIN_PARTS.fullmatch(_part_name(one.name)) for one in archive.members) or any(
                _MAIN_TYPES.search(archive.read(one, Budget(_LITTLE)).data)
                for one in archive.members
                if one.name.lower() == "[content_types].xml"
            )
        # A truncated one has no directory, but names in front of its parts.
        return b"word/document" in data or b"ppt/presentation" in data or b"ppt/slides/slide" in data

    def extract(self, document: Document, budget: Budget) -> Iterator[Segment | Document | Unscannable]:
        """Yield the text of all parts, and the embedded files."""
        archive = Archive(document.data)
        if not archive.is_whole:
            detail = "the directory of the document is missing or damaged; its parts were read without it"
            yield Unscannable("damaged", document.location, detail)
        if archive.comment.strip():
            yield Segment(archive.comment, document.location.under(Step("part", "comment of the archive")))
        for member, content in archive.read_all(budget):
            name = _part_name(member.name)
            budget.take_entry()
            yield from content.failure(document.location.under(Step("part", name)))
            if name.lower().endswith(_XML_PARTS) and (content.data or not content.reason):
                yield from read_part(name, content.data, document.location, budget)
            elif name.endswith(".odttf") and not _is_something(content.data):
                place = document.location.under(Step("part", name))
                yield Unscannable("no_text", place, "embedded font")
            elif content.data:
                yield _inner(document, name, content.data)
            if content.ends_scan:
                return
        for begin, end in archive.outside():
            yield _inner(document, f"bytes {begin}-{end}", document.data[begin:end])


def _part_name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")


def _is_something(data: bytes) -> bool:
    """Say whether data that is called an obfuscated font (ECMA-376-4, 17.8.1) is rather a file."""
    return sniff.is_binary(data) or is_text(data)


def _inner(document: Document, name: str, data: bytes) -> Document:
    return Document(name, data, path=document.location.path, facts=document.facts)


EXTRACTORS = (OfficeXml(),)
