"""What rows of cells have in common, whatever file they come from: headers, addresses, pieces."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LONGEST_HEADER = 30
_DATA = re.compile(r"[0-9０-９]{5,}|@|[。！？;{}<>=]")
_LETTERS = 26
PEEKED_ROWS = 10
"""How many rows are looked at before the header is chosen: titles and dates stand above it."""


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


def is_header_cell(cell: str) -> bool:
    """Say whether a cell can name a column: a short text that is no data, nor a digit of a form grid."""
    text = _bare(cell)
    is_digit = len(text) == 1 and text.isdigit()
    return bool(text) and len(text) <= _LONGEST_HEADER and not is_digit and not _DATA.search(text)


def is_header(cells: Sequence[str]) -> bool:
    """Say whether a row can name columns: at least two of its cells can, and most of them."""
    filled = [cell for cell in cells if _bare(cell)]
    names = sum(map(is_header_cell, filled))
    return names > 1 and 2 * names > len(filled)


def choose_header(rows: Sequence[Sequence[str]]) -> int:
    """Return the index of the header among the first *rows*, -1 where they have none.

    It is the row with the most names above the first row of data; a form of labels and values side by side
    has none, since there each value has its label to the left.
    """
    if _is_form(rows):
        return -1
    best, most = -1, 1
    for index, cells in enumerate(rows[:PEEKED_ROWS]):
        if best >= 0 and any(_DATA.search(_bare(cell)) for cell in cells):
            break
        names = sum(map(is_header_cell, cells))
        if is_header(cells) and names > most:
            best, most = index, names
    return best


def _is_form(rows: Sequence[Sequence[str]]) -> bool:
    """Say whether the rows are a form: two columns, labels on the left, all kinds of values on the right."""
    filled = [[_bare(cell) for cell in row if _bare(cell)] for row in rows]
    pairs = [row for row in filled if len(row) == 2]  # noqa: PLR2004
    if len(pairs) < 3 or len(pairs) < len([row for row in filled if row]):  # noqa: PLR2004
        return False
    left = [row[0] for row in pairs]
    values = [is_header_cell(row[1]) for row in pairs[1:]]
    return len(set(left)) == len(left) and all(map(is_header_cell, left)) and any(values) and not all(values)


def label_of(header: Sequence[str], column: int) -> str:
    """Return the name of a column, "" where the header has none."""
    if column >= len(header) or not is_header_cell(header[column]):
        return ""
    return _bare(header[column])


def _bare(cell: str) -> str:
    return cell.strip().strip('"').strip()
