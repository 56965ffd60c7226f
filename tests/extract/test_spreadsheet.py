"""Workbooks: every cell at its address under its header, and what cannot be read is said."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from dlpscan import Limits, Scanner

_ID = "420106198508152717"


def _workbook(**hidden: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = hidden.get("title", "客户")
    sheet["B3"], sheet["C3"], sheet["D3"] = "姓名", "手机号", "身份证号"
    sheet["B4"], sheet["C4"], sheet["D4"] = "王伟", 13912345678, _ID
    if "comment" in hidden:
        sheet["B4"].comment = Comment(hidden["comment"], "someone")
    if "link" in hidden:
        sheet["E4"] = "mail"
        sheet["E4"].hyperlink = hidden["link"]
    if "header" in hidden:
        sheet.oddHeader.center.text = hidden["header"]
    if "property" in hidden:
        book.properties.subject = hidden["property"]
    if "secret" in hidden:
        other = book.create_sheet("secret")
        other["A1"] = hidden["secret"]
        other.sheet_state = "veryHidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_cells_have_addresses_and_headers(scanner: Scanner) -> None:
    """The used area does not begin at A1; a numeric cell is read as it was typed."""
    result = scanner.scan_bytes(_workbook(), "名单.xlsx")
    found = [(one.entity_type, str(one.location), one.masked) for one in result.findings if one.score >= 0.5]

    assert found == [
        ("PERSON", "名单.xlsx!客户!B4", "**"),
        ("PHONE_NUMBER", "名单.xlsx!客户!C4", "139****5678"),
        ("CN_RESIDENT_ID", "名单.xlsx!客户!D4", "420106********2717"),
    ]
    assert len(result.people) == 1
    assert result.complete


@pytest.mark.parametrize("place", ["comment", "link", "header", "property", "secret", "title"])
def test_places_beside_the_cells_are_read(scanner: Scanner, place: str) -> None:
    """Comments, links, print headers, properties, very hidden sheets and sheet names hold text, too."""
    text = "mailto:zhangsan@example.com" if place == "link" else "手机 17712345670"
    result = scanner.scan_bytes(_workbook(**{place: text}), "a.xlsx")
    wanted = "z*******@example.com" if place == "link" else "177****5670"

    assert wanted in {one.masked for one in result.findings if one.score >= 0.5}
    assert all("17712345670" not in str(one.location) for one in result.findings)


def test_the_extension_says_nothing(scanner: Scanner) -> None:
    """A workbook under another name is read as one."""
    assert len(scanner.scan_bytes(_workbook(), "notes.txt").findings) == 3


def test_a_truncated_workbook_is_damaged(scanner: Scanner) -> None:
    """What cannot be read is a result of its own, never clean."""
    data = _workbook()
    result = scanner.scan_bytes(data[: len(data) // 2], "a.xlsx")

    assert [one.reason for one in result.unscannable] == ["damaged"]
    assert not result.complete


def test_an_inflating_workbook_stops_at_the_limit() -> None:
    """A bomb ends at the ratio, whatever size its directory declares."""
    buffer = io.BytesIO(_workbook())
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", b"\0" * (20 << 20))
    result = Scanner(plugins=()).scan_bytes(buffer.getvalue(), "a.xlsx")

    assert [(one.reason, one.detail) for one in result.unscannable] == [
        ("limit", "inflates to more than 200 times its size")
    ]


def test_the_total_is_limited() -> None:
    """All parts together count against the budget."""
    result = Scanner(plugins=(), limits=Limits(total_bytes=10_000)).scan_bytes(_workbook(), "a.xlsx")

    assert [one.reason for one in result.unscannable] == ["limit"]


_DATA = os.environ.get("DLPSCAN_TEST_DATA", "")


@pytest.mark.skipif(not _DATA, reason="DLPSCAN_TEST_DATA names no folder of test files")
@pytest.mark.parametrize(
    "name", ["example_password.xlsx", "rc4cryptoapi_password.xls", "xor_password_123456789012345.xls"]
)
def test_a_protected_workbook_is_encrypted(scanner: Scanner, name: str) -> None:
    """A password is a reason of its own."""
    result = scanner.scan_path(Path(_DATA) / "files" / "msoffcrypto" / name)

    assert [one.reason for one in result.unscannable] == ["encrypted"]
