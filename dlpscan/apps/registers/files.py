"""CSV files and workbooks as rows of cells, each with its line. Nothing is guessed: what is doubtful is said.

A cell that a spreadsheet program turned into a number has lost digits of an identity number for good; such a
cell is refused and never read as what is left of it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple

from dlpscan.errors import ConfigurationError
from dlpscan.extract.encodings import decode

_MOST_BYTES = 256 * 1024 * 1024
_DELIMITERS = ",\t;|"
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_EXACT = 10**15
"""A double holds every whole number below this, and Excel shows no more digits."""


class Row(NamedTuple):
    """The cells of a row: text, dates, or `LostDigits`."""

    line: int
    cells: list[Any]

    def __repr__(self) -> str:
        return f"Row(line={self.line})"


class LostDigits:
    """A number of so many digits that the file does not hold all of them."""


def read(path: Path, sheet: str = "") -> Iterator[Row]:
    """Yield the rows that hold anything, the header first. Raises `ConfigurationError`."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= _MOST_BYTES else b""
    except OSError as error:
        raise ConfigurationError(f"cannot be read: {error.strerror}", path.name) from None
    if size > _MOST_BYTES:
        raise ConfigurationError("is larger than 256 MiB; cut it in parts", path.name)
    rows = _sheet_rows(data, path.name, sheet) if data.startswith(_WORKBOOKS) else _csv_rows(data, path.name)
    return (row for row in rows if any(not isinstance(one, str) or one.strip() for one in row.cells))


def _csv_rows(data: bytes, name: str) -> Iterator[Row]:
    decoded = decode(data)
    if decoded.doubt:
        bad = next(
            (
                number
                for number, line in enumerate(data.split(b"\n"), 1)
                if _is_broken(line, decoded.encoding)
            ),
            1,
        )
        raise ConfigurationError(
            f"does not decode as {decoded.encoding}; save it as UTF-8 or GBK", f"{name}:{bad}"
        )
    text = decoded.text
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise ConfigurationError("a quotation mark that is not closed", f"{name}:{line}") from None
        yield Row(line, [*cells])
        line = reader.line_num + 1


def _is_broken(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return True
    return False


def _sheet_rows(data: bytes, name: str, wanted: str) -> Iterator[Row]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415  (only for workbooks)

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = {one: workbook.get_sheet_by_name(one) for one in workbook.sheet_names}
        filled = [one for one, sheet in sheets.items() if sheet.to_python(nrows=1) or sheet.total_height]
    except CalamineError:
        raise ConfigurationError("is no workbook that can be read, or is protected", name) from None
    if wanted and wanted not in sheets:
        raise ConfigurationError(f"--sheet: the workbook has {len(sheets)} sheets, none of that name", name)
    if not wanted and len(filled) > 1:
        raise ConfigurationError("has several sheets; name one with --sheet", name)
    if not filled:
        return
    sheet = sheets[wanted or filled[0]]
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        yield Row(number, [_cell(one) for one in cells])


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        if abs(value) >= _EXACT:
            return LostDigits()
        return str(int(value)) if value == int(value) else str(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    return value if isinstance(value, date) else str(value)
