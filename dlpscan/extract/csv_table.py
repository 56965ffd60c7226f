"""Delimited text: CSV, TSV and their relatives. Each row is a segment, each cell a piece under its header.

The rows stay as they are written, quotes and all, so that offsets are those of the file. The csv module
gives values without places, which is why the cells are cut here.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator
from itertools import islice

from dlpscan.extract import sniff
from dlpscan.extract.encodings import decode, is_text
from dlpscan.extract.tables import PEEKED_ROWS, cell_address, choose_header, is_header, label_of
from dlpscan.extract.text_stream import TextStream
from dlpscan.limits import Budget
from dlpscan.model import Document, Location, Piece, Segment, Step, Unscannable

_DELIMITERS = ",\t;|"
_SAMPLE = 64 * 1024
_SAMPLED_ROWS = 20
_SAME_WIDTH = 0.8
# Marks of JSON, XML, code and mail; a table's header begins with none of them.
_NO_TABLE = ("{", "[", "<", "#!", "//", "/*")
# A quoted cell that runs longer is taken for a stray quote, which must not swallow the rest of the file.
_LONGEST_CELL = 32_768
_PART = 8 * _LONGEST_CELL
_LONGEST_ROW = 4 << 20


class CsvTable:
    """Gives one segment per row, with a cell address such as C17 for every place."""

    name = "csv"
    priority = 10
    streams = True

    def recognises(self, document: Document) -> bool:
        """Take text whose first rows have the same number of cells, at least two."""
        if sniff.is_binary(document.data) or not is_text(document.data):
            return False
        return bool(_delimiter(decode(document.data[:_SAMPLE], document.charset).text))

    def extract(self, document: Document, budget: Budget) -> Iterator[Segment | Document | Unscannable]:
        """Yield the rows, the header first."""
        # Of the same sample as in `recognises`, so that both see one table.
        table = _Table(document, _delimiter(decode(document.data[:_SAMPLE], document.charset).text))
        if document.source is not None:
            stream = TextStream(document.source, document.data, budget)
            yield from table.rows_of(stream.chunks(), budget)
            doubt = stream.doubt
        else:
            decoded = decode(document.data, document.charset)
            doubt = decoded.doubt
            yield from table.rows_of([decoded.text], budget)
        if doubt:
            yield Unscannable("ambiguous", document.location, doubt)


class _Table:
    """The rows of a table, each with the names of its columns, from text that comes in parts."""

    def __init__(self, document: Document, delimiter: str) -> None:
        self._document = document
        self._delimiter = delimiter
        self._header_row: int | None = None
        self._names: list[str] = []
        self._number = 0

    def rows_of(self, parts: Iterable[str], budget: Budget) -> Iterator[Segment]:
        """Yield the rows of all *parts*, which are joined where a row goes on from one to the next."""
        text, offset = "", 0
        for part in parts:
            text += part
            if len(text) < _PART:
                continue
            # The last row may go on in the next part; rows up to there are whole.
            cut = text.rfind("\n", 0, len(text) - _LONGEST_CELL) + 1
            if not cut and len(text) > _LONGEST_ROW:
                cut = len(text)
            end = yield from self._rows(text, offset, cut, budget)
            text, offset = text[end:], offset + end
        yield from self._rows(text, offset, len(text), budget)

    def _rows(self, text: str, offset: int, until: int, budget: Budget) -> Generator[Segment, None, int]:
        """Yield the rows that begin before *until*. Return where the last of them ends."""
        if self._header_row is None:
            peeked = islice(_rows(text, self._delimiter), PEEKED_ROWS)
            self._header_row = choose_header(
                [text[begin:end].split(self._delimiter) for begin, _, end in peeked]
            )
        next_row = 0
        for begin, starts, end in _rows(text, self._delimiter):
            if begin >= until:
                break
            next_row = end + (text[end : end + 1] == "\r") + 1
            row = text[begin:end]
            if self._number % 1000 == 0:
                budget.check_time()
            if row.strip():
                yield self._row(row, starts, offset + begin)
            self._number += 1
        return next_row

    def _row(self, row: str, starts: list[int], offset: int) -> Segment:
        document, number = self._document, self._number
        pieces = tuple(
            Piece(start, _cell(document, number, column), label_of(self._names, column))
            for column, start in enumerate(starts)
        )
        if number == self._header_row:
            ends = [*(start - 1 for start in starts[1:]), len(row)]
            self._names = [row[start:stop] for start, stop in zip(starts, ends, strict=True)]
        return Segment(row, document.location, kind="row", pieces=pieces, offset=offset)


def _cell(document: Document, row: int, column: int) -> Location:
    return document.location.under(Step("cell", cell_address(row, column)))


def _delimiter(text: str) -> str:
    """Return the delimiter of a table, "" if the text is none."""
    if text.lstrip().startswith(_NO_TABLE):
        return ""
    for delimiter in _DELIMITERS:
        rows = []
        for begin, starts, end in _rows(text, delimiter):
            row = text[begin:end]
            if row.strip():
                rows.append((row, len(starts)))
            if len(rows) == _SAMPLED_ROWS:
                break
        if _is_table(rows, delimiter):
            return delimiter
    return ""


def _is_table(rows: list[tuple[str, int]], delimiter: str) -> bool:
    """Say whether most rows have the same number of cells, and the first ones are no sentences.

    A title may stand above; with few rows one of them must hold data, since two lines of prose can have the
    same number of commas.
    """
    widths = [width for _, width in rows]
    usual = max(set(widths), key=widths.count) if widths else 0
    if len(rows) < 2 or usual < 2 or widths.count(usual) < len(rows) * _SAME_WIDTH:  # noqa: PLR2004
        return False
    first = next(row for row, width in rows if width == usual)
    if _STATEMENT.match(first) or not _can_begin(first.split(delimiter)):
        return False
    return len(rows) >= _ENOUGH_ROWS or any(_DATA.search(row) for row, _ in rows[1:])


_ENOUGH_ROWS = 4
_DATA = re.compile(r"[0-9]{5,}|@")
# A script of inserts has as many commas in each line; its columns are named in the statement.
_STATEMENT = re.compile(r"\s*(?:insert|replace)\s+(?:\w+\s+){0,2}into\s", re.IGNORECASE)


def _can_begin(cells: list[str]) -> bool:
    """Say whether the first row can be a header, or data of a table without one."""
    return is_header(cells) or (len(cells) > 2 and all(len(cell) <= 64 for cell in cells))  # noqa: PLR2004


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[int], int]]:
    """Yield (begin, starts of cells relative to it, end) for each row."""
    quoted = re.compile(rf'[ ]*"(?:[^"]|""){{0,{_LONGEST_CELL}}}"[^{re.escape(delimiter)}\n]*')
    position, size = 0, len(text)
    while position < size:
        line_end = text.find("\n", position)
        line_end = size if line_end < 0 else line_end
        begin = position
        starts = [0]
        if text.find('"', position, line_end) < 0:
            at = text.find(delimiter, position, line_end)
            while at >= 0:
                starts.append(at + 1 - begin)
                at = text.find(delimiter, at + 1, line_end)
        else:
            cell = position
            while True:
                match = quoted.match(text, cell)
                if match:
                    cell_end = match.end()
                    if cell_end > line_end:
                        line_end = text.find("\n", cell_end)
                        line_end = size if line_end < 0 else line_end
                else:
                    cell_end = text.find(delimiter, cell, line_end)
                    cell_end = line_end if cell_end < 0 else cell_end
                if cell_end >= line_end:
                    break
                cell = cell_end + 1
                starts.append(cell - begin)
        end = line_end
        yield begin, starts, end - 1 if end > begin and text[end - 1] == "\r" else end
        position = line_end + 1


EXTRACTORS = (CsvTable(),)
