"""What rows of cells have in common, whatever file they come from: headers, addresses, pieces."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LONGEST_HEADER = 30
_DATA = re.compile(r"[0-9０-９]{5,}|@|[。！？;{}<>=]")
_LETTERS = 26


def column_letters(index: int) -> str:
    """Return the letters of the column with this number from 0: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_address(row: int, column: int) -> str:
    """Return the address of a cell, both numbers from 0: (16, 2) is C17."""
    return f"{column_letters(column)}{row + 1}"


def is_header(cells: Sequence[str]) -> bool:
    """Say whether a row can name columns: at least two short texts, and nothing that is data."""
    filled = [cell.strip().strip('"') for cell in cells if cell.strip()]
    return len(filled) > 1 and not any(len(cell) > _LONGEST_HEADER or _DATA.search(cell) for cell in filled)


def label_of(header: Sequence[str], column: int) -> str:
    """Return the name of a column, "" where the header has none."""
    return header[column].strip().strip('"').strip() if column < len(header) else ""
