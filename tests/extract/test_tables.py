"""Delimited text: rows, cells, headers and offsets."""

from __future__ import annotations

import pytest

from dlpscan import Scanner
from dlpscan.extract.csv_table import CsvTable
from dlpscan.extract.tables import cell_address, column_letters
from dlpscan.limits import Budget, Limits
from dlpscan.model import Document, Segment


def _segments(text: str) -> list[Segment]:
    document = Document("t", text.encode())
    return [one for one in CsvTable().extract(document, Budget(Limits())) if isinstance(one, Segment)]


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_the_letters_of_a_spreadsheet(index: int, letters: str) -> None:
    """Column numbers are written in base 26 without a zero."""
    assert column_letters(index) == letters


def test_an_address_counts_rows_from_one() -> None:
    """(16, 2) is C17."""
    assert cell_address(16, 2) == "C17"


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_each_row_is_a_segment_with_its_offset(delimiter: str) -> None:
    """Segments are exact slices of the text, and cells know their header and address."""
    text = "姓名,手机\r\n王伟,13912345678\r\n\r\n李娜,17712345670".replace(",", delimiter)
    found = _segments(text)

    assert [text[one.offset : one.offset + len(one.text)] for one in found] == [one.text for one in found]
    assert [piece.label for piece in found[1].pieces] == ["姓名", "手机"]
    assert [piece.location.inside for piece in found[2].pieces] == ["A4", "B4"]


def test_quoted_cells_hold_delimiters_and_line_feeds() -> None:
    """A quoted cell is one cell, quotes and all, so that offsets stay those of the file."""
    text = '姓名,地址,手机\n"王伟","北京,朝阳\n""某""路",13912345678\n李娜,上海,17712345670\n'
    found = _segments(text)

    assert [len(one.pieces) for one in found] == [3, 3, 3]
    assert found[1].text == '"王伟","北京,朝阳\n""某""路",13912345678'
    assert found[2].text[found[2].pieces[2].start :] == "17712345670"


def test_a_stray_quote_does_not_swallow_the_file() -> None:
    """An opening quote without a closing one ends with its line."""
    text = "姓名,手机\n" + '"王伟,13912345678\n' + "李娜,17712345670\n" * 5000

    assert len(_segments(text)) == 5002


def test_a_table_without_a_header_still_has_rows() -> None:
    """Where the first row is data, there are no labels, and every row is read."""
    found = _segments("王伟,13912345678,420106198508152717\n李娜,17712345670,440304197611235622\n")

    assert len(found) == 2
    assert not any(piece.label for one in found for piece in one.pieces)


@pytest.mark.parametrize(
    "text",
    [
        "Dear all, please note the following.\nThe list, as agreed, will follow soon, thanks.\n",
        '{"a": 1, "b": 2}\n{"a": 3, "b": 4}\n',
        "just one line, of text",
        "a single column\n123456\n",
        "<p>a, b</p>\n<p>c, d</p>\n",
    ],
)
def test_prose_and_json_are_no_tables(text: str) -> None:
    """What only has commas in it is left to the reader of plain text."""
    assert not CsvTable().recognises(Document("t.csv", text.encode()))


def test_offsets_of_findings_are_those_of_the_file(scanner: Scanner) -> None:
    """`start` is absolute in a text file, and the header is evidence."""
    text = "客户编号,姓名,身份证号\n000001,王伟,420106198508152717\n"
    result = scanner.scan_bytes(text.encode("gb18030"), "a.txt")

    assert [(one.entity_type, text[one.start : one.end], str(one.location)) for one in result.findings] == [
        ("PERSON", "王伟", "a.txt!B2"),
        ("CN_RESIDENT_ID", "420106198508152717", "a.txt!C2"),
    ]
    assert "column header or key: 身份证号" in result.findings[1].evidence
    assert len(result.people) == 1
