"""Spreadsheets: each row is a segment, each cell a piece at `Sheet!C17` under the header of its column.

Cells come from calamine; what it does not give (comments, links, print headers, properties) is read from the
small XML parts of the container. Declared sizes are not believed: every part is inflated against the
budget first.
"""

from __future__ import annotations

import html as entities
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

from dlpscan.errors import Damaged, Encrypted
from dlpscan.extract import ole
from dlpscan.extract.tables import PEEKED_ROWS, cell_address, choose_header, label_of
from dlpscan.limits import Budget
from dlpscan.model import Document, Location, Piece, Segment, Step, Unscannable

_ZIP = b"PK\x03\x04"
_WORKBOOKS = ("xl/workbook.xml", "xl/workbook.bin")
_OLE_STREAMS = ("book", "workbook")
# Parts that calamine reads as cells, or that hold only looks. Every other part is read here, yielded as a
# document, or reported: none is passed over.
_CELLS_OR_LOOKS = re.compile(
    r"content\.xml|mimetype|xl/(?:workbook|sharedStrings|styles)\.bin|xl/(?:theme/|calcChain|printerSettings/)|"
    r"xl/worksheets/(?:[^/]*/)?[^/]*\.bin|Thumbnails/|docProps/thumbnail|.*/$"
)
_SHEET = re.compile(r"xl/(?:worksheets|chartsheets|dialogsheets)/[^/]+\.xml")
_SHARED_STRINGS = "xl/sharedStrings.xml"
# One paragraph of text, however many runs it is cut into: comments, drawings, shared and inline strings.
_PARAGRAPHS = frozenset({"text", "p", "si", "is"})
# Attributes that are ids or names of formats; of the others only what could be somebody's is taken.
_IDS = frozenset({"id", "uid", "guid", "Id", "Type", "ContentType", "xmlns", "dT", "rsid", "val", "style"})
_TELLING = re.compile(r"[0-9]{5,}|[^\x00-\x7f]|@")
_SHEET_DATA = re.compile(rb"<(?:\w+:)?sheetData[ >].*</(?:\w+:)?sheetData>", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f(?: [^>]*)?>([^<]+)</")
_BLOCK = 1 << 16
# A double holds 15 significant digits (IEEE 754); Excel shows no more.
_SIGNIFICANT = 15


class Spreadsheet:
    """Reads xlsx, xlsm, xlsb, xls and ods."""

    name = "spreadsheet"
    priority = 40

    def recognises(self, document: Document) -> bool:
        """Take zip and OLE containers with a workbook."""
        if document.data.startswith(_ZIP):
            return _is_zipped_workbook(document.data)
        return document.data.startswith(ole.MAGIC) and bool(_stream(document.data))

    def extract(self, document: Document, budget: Budget) -> Iterator[Segment | Document | Unscannable]:
        """Yield sheet names, rows, and the text of the other parts."""
        if document.data.startswith(ole.MAGIC) and _has_file_pass(_stream(document.data)):
            raise Encrypted("the workbook is protected by a password")
        if document.data.startswith(_ZIP):
            _check_size(document.data, budget)
        seen: set[str] = set()
        yield from _cells(document, budget, seen)
        if document.data.startswith(_ZIP):
            yield from _other_parts(document, budget, seen)


def _is_zipped_workbook(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if names & set(_WORKBOOKS):
                return True
            is_ods = "mimetype" in names and archive.getinfo("mimetype").file_size < 100  # noqa: PLR2004
            return is_ods and b"spreadsheet" in archive.read("mimetype")
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, NotImplementedError, RuntimeError, zlib.error):
        # A truncated workbook still says what it is in its local headers.
        return b"xl/" in data


def _stream(data: bytes) -> bytes:
    """Return the beginning of the workbook in an OLE container, empty where there is none."""
    found = ole.streams(data, *_OLE_STREAMS)
    return next((found[name] for name in _OLE_STREAMS if name in found), b"")


def _has_file_pass(stream: bytes) -> bool:
    """Say whether a BIFF stream begins with a FilePass record ([MS-XLS] 2.4.117), which means a password."""
    position = 0
    for _ in range(_FIRST_RECORDS):
        kind, length = stream[position : position + 2], stream[position + 2 : position + 4]
        if kind == b"\x2f\x00":
            return True
        position += 4 + int.from_bytes(length, "little")
    return False


_FIRST_RECORDS = 40


def _check_size(data: bytes, budget: Budget) -> None:
    """Inflate every part against the budget, keeping nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                budget.take_entry()
                if info.flag_bits & 1:
                    raise Encrypted("a part of the workbook is encrypted")
                inflated = 0
                with archive.open(info) as part:
                    while block := part.read(_BLOCK):
                        inflated += len(block)
                        budget.take_bytes(len(block))
                        budget.check_ratio(inflated, info.compress_size)
                        budget.check_time()
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError):
        raise Damaged("the container of the workbook is damaged") from None


def _cells(document: Document, budget: Budget, seen: set[str]) -> Iterator[Segment | Unscannable]:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415  (native code, only for workbooks)

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(document.data))
        names = list(workbook.sheet_names)
    except BaseException as error:  # noqa: BLE001  (a panic in native code is a BaseException)
        raise _reading_error(error) from None
    for name in names:
        place = document.location.under(Step("sheet", name))
        yield Segment(name, place, kind="name")
        try:
            sheet = workbook.get_sheet_by_name(name)
            rows = sheet.to_python(skip_empty_area=True)
            first = sheet.start or (0, 0)
        except BaseException as error:  # noqa: BLE001
            failure = _reading_error(error)
            yield Unscannable("damaged", place, str(failure))
            continue
        yield from _rows(rows, first, place, budget, seen)


def _reading_error(error: BaseException) -> Damaged | Encrypted:
    """Return what an error of the native reader means; re-raise what is none of its own."""
    if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit)):
        raise error
    if "password" in str(error).lower():
        return Encrypted("the workbook is protected by a password")
    return Damaged(f"the workbook cannot be read ({type(error).__name__})")


def _rows(
    rows: list[list[Any]], first: tuple[int, int], place: Location, budget: Budget, seen: set[str]
) -> Iterator[Segment]:
    """Yield each row that has text; *seen* gathers the texts of all cells."""
    header_row = choose_header([[_as_typed(value) for value in row] for row in rows[:PEEKED_ROWS]])
    header: list[str] = []
    for index, row in enumerate(rows):
        if index % 1000 == 0:
            budget.check_time()
        cells = [_as_typed(value) for value in row]
        if not any(cells):
            continue
        seen.update(cells)
        pieces = []
        parts = []
        length = 0
        for column, text in enumerate(cells):
            address = cell_address(first[0] + index, first[1] + column)
            if text:
                location = place.under(Step("cell", address))
                pieces.append(Piece(length, location, label_of(header, column)))
                parts.append(text)
                length += len(text) + 1
        if pieces:
            yield Segment("\t".join(parts), place, kind="row", pieces=tuple(pieces))
        if index == header_row:
            header = cells


def _as_typed(value: Any) -> str:
    """Return a cell as a person typed it: numbers without `.0` and without an exponent."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        if value.is_integer():
            digits = f"{value:.{_SIGNIFICANT}g}"
            return str(int(float(digits))) if "e" not in digits else _expanded(digits)
        return f"{value:.{_SIGNIFICANT}g}"
    return "" if value is None else str(value)


def _expanded(number: str) -> str:
    """Return `4.2e+17` as digits, the lost ones as zeros, which is what Excel keeps of a long number."""
    mantissa, _, exponent = number.partition("e")
    whole, _, fraction = mantissa.partition(".")
    return whole + fraction.ljust(int(exponent), "0")


def _other_parts(
    document: Document, budget: Budget, seen: set[str]
) -> Iterator[Segment | Document | Unscannable]:
    """Yield what stands outside the cells: comments, links, print headers, formulas, properties, caches."""
    with zipfile.ZipFile(io.BytesIO(document.data)) as archive:
        for info in archive.infolist():
            name = info.filename
            budget.check_time()
            if _CELLS_OR_LOOKS.match(name):
                continue
            data = archive.read(info)
            place = document.location.under(Step("part", name))
            if not name.endswith((".xml", ".rels", ".vml")):
                yield Document(name, data, path=document.location.path, facts=document.facts)
                continue
            try:
                texts = [*_texts_of_part(name, data, seen)]
            except (ET.ParseError, ValueError):
                yield Unscannable("damaged", place, "a part of the workbook is not well-formed")
                continue
            if texts:
                yield Segment("\n".join(texts), place, kind="text")


def _texts_of_part(name: str, data: bytes, seen: set[str]) -> Iterator[str]:
    if name == _SHARED_STRINGS:
        # A string that no cell shows is left from a deleted one.
        yield from (text for text in _texts(data) if text not in seen)
        return
    if _SHEET.fullmatch(name):
        cells = _SHEET_DATA.search(data)
        if cells:
            # The cells were read; a formula without a stored result shows its text only here.
            for formula in _FORMULA.findall(cells.group()):
                yield entities.unescape(formula.decode("utf-8", "replace"))
            data = data[: cells.start()] + data[cells.end() :]
    yield from _texts(data)


def _texts(data: bytes) -> Iterator[str]:
    """Yield the paragraphs of a part, the text between them, and the attributes that tell something."""
    # expat refuses entity bombs since 2.4.1; the parts were measured against the budget before.
    yield from _texts_of(ET.fromstring(data))  # noqa: S314


def _texts_of(root: ET.Element) -> Iterator[str]:
    waiting = [root]
    while waiting:
        element = waiting.pop()
        tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        for key, value in element.attrib.items():
            if key.rpartition("}")[2] not in _IDS and _TELLING.search(value):
                yield value
        if tag in _PARAGRAPHS and (text := "".join(element.itertext())).strip():
            yield text
            continue
        yield from (one for one in (element.text, element.tail) if one and one.strip())
        waiting.extend(reversed(element))


EXTRACTORS = (Spreadsheet(),)
